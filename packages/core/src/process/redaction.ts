import { cut } from '../envelope/limits'

/** A key that ends with one of these, however it is spelled, names a secret: `dbPassword`, `x-api-key`, `ACCESS_TOKEN`. */
const SECRET_ENDINGS = [
  'authorization',
  'cookie',
  'password',
  'passwd',
  'pwd',
  'secret',
  'token',
  'apikey',
  'accesskey',
  'accountkey',
  'privatekey',
  'sharedkey',
  'connectionstring',
]

/**
 * Query parameters end with these, too: `X-Amz-Signature`, `client_assertion`. A page's token (`nextPageToken`) goes with the
 * other tokens, as it does as a key: nobody reads it, and a list of the harmless ones would be wrong one day.
 */
const SECRET_PARAMETER_ENDINGS = [...SECRET_ENDINGS, 'signature', 'assertion', 'jwt', 'subscriptionkey']

/** These are secret alone only, as `zipcode` and `sortkey` are not: SAS signatures, function keys, OAuth codes. */
const SECRET_PARAMETERS: ReadonlySet<string> = new Set(['sig', 'code', 'key', 'auth'])

/** As long as a message may be, the longest of all texts: more of it would be cut anyway. */
const MAX_URL = 32_768

export const REDACTED = '[redacted]'

/** More keys than these are judged again each time: an application that logs ids as keys must not grow us. */
const MAX_REMEMBERED_KEYS = 2_000

/** Keeps secrets from leaving, by the names that they go by. */
export class Redactor {
  readonly #endings: readonly string[]
  readonly #parameterEndings: readonly string[]
  readonly #onRedacted: () => void
  readonly #verdicts = new Map<string, boolean>()

  /** `keys` are secret beside the built-in ones, also as the end of a longer key, or of a parameter in a URL. */
  constructor(keys: readonly string[], onRedacted: () => void) {
    const added = keys.map(plainKey).filter((key) => key !== '')
    this.#endings = [...SECRET_ENDINGS, ...added]
    this.#parameterEndings = [...SECRET_PARAMETER_ENDINGS, ...added]
    this.#onRedacted = onRedacted
  }

  isSecret(key: string): boolean {
    const known = this.#verdicts.get(key)
    if (known !== undefined) return known
    const verdict = endsWithOneOf(this.#endings, plainKey(key))
    if (this.#verdicts.size < MAX_REMEMBERED_KEYS && key.length <= 200) this.#verdicts.set(key, verdict)
    return verdict
  }

  /** What stands in place of a secret. Call it once for each: it counts. */
  redacted(): string {
    this.#onRedacted()
    return REDACTED
  }

  /**
   * A text that is a URL, whole or from its path on, loses user, password, and the values of its secret parameters; any other
   * stays as it is. So does one that has lost them already, and is not counted again.
   */
  text(text: string): string {
    const start = cut(text, MAX_URL)
    if (!mayHaveSecrets(start)) return text
    const redacted = withoutSecrets(start.replace(USER, '$1'), this.#parameterEndings)
    if (redacted === start) return text
    this.#onRedacted()
    return redacted
  }
}

/** Whether a text may be a URL that has something to lose. Every text is asked, so it has to be quick. */
export function mayHaveSecrets(text: string): boolean {
  if (!text.startsWith('/')) return text.includes('://') && WHOLE_URL.test(text)
  return text.includes('?') ? PATH_AND_QUERY.test(text) : text.startsWith('//') && text.includes('@')
}

/** The query of a URL without the values of its secret parameters, as it was otherwise. */
export function redactQuery(query: string): string {
  return withoutSecrets(`?${query}`, SECRET_PARAMETER_ENDINGS).slice(1)
}

// --- helpers, in order of use ---

/** As `request.url` is. With room before its `?`, it is a comment in SQL, or somebody’s words. */
const PATH_AND_QUERY = /^\/[^\s?]*\?/

/** Of any scheme, also with several hosts, which no parser of URLs takes: those of databases have passwords, too. */
const WHOLE_URL = /^\s*[a-z][a-z\d+.:-]*:\/\/[^?@#]*[?@#]/i

/**
 * Before the host. What stands behind a colon and is no port is a password, which nobody may have escaped: then all is taken
 * up to the last `@`.
 */
const USER = /^(\s*(?:[a-z][a-z\d+.:-]*:)?\/\/)(?:[^/?#\s]+@|[^/?#@\s:[]*:(?!\d{1,5}(?:[/?#,]|$))\S*@)/i

/** Within another one, too: where to go next is often a URL itself. */
const PARAMETER = /[?&;#]([^?&;#=\s]+)=/g

const END_OF_VALUE = /[&#\n]/g

function withoutSecrets(url: string, endings: readonly string[]): string {
  let redacted = ''
  let from = 0
  PARAMETER.lastIndex = 0
  for (let found = PARAMETER.exec(url); found !== null; found = PARAMETER.exec(url)) {
    const [, name = ''] = found
    if (!isSecretParameter(decoded(name), endings)) continue
    redacted += `${url.slice(from, PARAMETER.lastIndex)}redacted`
    END_OF_VALUE.lastIndex = PARAMETER.lastIndex
    from = END_OF_VALUE.exec(url)?.index ?? url.length
    PARAMETER.lastIndex = from
  }
  return from === 0 ? url : redacted + url.slice(from)
}

function isSecretParameter(name: string, endings: readonly string[]): boolean {
  const plain = plainKey(name)
  return SECRET_PARAMETERS.has(plain) || endsWithOneOf(endings, plain)
}

function endsWithOneOf(endings: readonly string[], plain: string): boolean {
  return endings.some((ending) => plain.endsWith(ending))
}

/** As far as it is ASCII, in which all secrets are named. `decodeURIComponent` throws, which is slow where everything is wrong. */
function decoded(name: string): string {
  if (!name.includes('%')) return name
  return name.replaceAll(/%([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

function plainKey(key: string): string {
  const end = key.slice(-64)
  return (/^[a-z\d]*$/.test(end) ? end : end.replaceAll(/[^a-zA-Z\d]/g, '')).toLowerCase()
}

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

/** As long as a property may be: more of it would be cut anyway. */
const MAX_URL = 8_192

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

  /** A text that is a URL loses its user, password and secret parameters; any other stays as it is. */
  text(text: string): string {
    if (!text.includes('://') || !/[?@]/.test(text)) return text
    const start = cut(text, MAX_URL)
    if (!URL.canParse(start)) return text
    const url = new URL(start)
    const secrets = [...url.searchParams.keys()].filter((name) => isSecretParameter(name, this.#parameterEndings))
    if (secrets.length === 0 && url.username === '' && url.password === '') return text
    url.username = ''
    url.password = ''
    for (const name of new Set(secrets)) url.searchParams.set(name, 'redacted')
    this.#onRedacted()
    return url.href
  }
}

/** The query of a URL without the values of its secret parameters, as it was otherwise. */
export function redactQuery(query: string): string {
  return query
    .split('&')
    .map((pair) => {
      const [name = ''] = pair.split('=', 1)
      return isSecretParameter(decoded(name), SECRET_PARAMETER_ENDINGS) ? `${name}=redacted` : pair
    })
    .join('&')
}

// --- helpers ---

function isSecretParameter(name: string, endings: readonly string[]): boolean {
  const plain = plainKey(name)
  return SECRET_PARAMETERS.has(plain) || endsWithOneOf(endings, plain)
}

function endsWithOneOf(endings: readonly string[], plain: string): boolean {
  return endings.some((ending) => plain.endsWith(ending))
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function plainKey(key: string): string {
  return key
    .slice(-64)
    .replaceAll(/[^a-zA-Z0-9]/g, '')
    .toLowerCase()
}

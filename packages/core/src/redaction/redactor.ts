import { truncate } from '../truncate'
import { SecretNames } from './secret-names'
import { mayHoldSecret, REDACTED, SecretScan } from './secret-strings'
import { isSecretValue } from './secret-words'

/** Properties that hold the string of a log call if it is not the message of the trace. They are not redacted. */
export const LOG_TEXTS: ReadonlySet<string> = new Set(['message', 'logMessage'])

/** One more than the limit of a property, so that the property is still counted as truncated. The rest is never sent. */
const MAX_CHARACTERS = 8_193

/** Redacts secrets, which it finds by the names before them. */
export class Redactor {
  readonly #names: SecretNames
  readonly #onRedacted: () => void

  /** `keys` are secret in addition to the built-in ones, also as the end of a longer key or of a URL parameter. */
  constructor(keys: readonly string[], onRedacted: () => void) {
    this.#names = new SecretNames(keys)
    this.#onRedacted = onRedacted
  }

  /** Whether a value under this key can be a secret. */
  mayBeSecret(key: string): boolean {
    return this.#names.ofKey(key) !== undefined
  }

  isSecret(key: string, value: unknown): boolean {
    const rule = this.#names.ofKey(key)
    return rule !== undefined && isSecretValue(rule, value)
  }

  /** Returns the replacement of a secret and counts it, so call it once for each secret. */
  redacted(): string {
    this.#onRedacted()
    return REDACTED
  }

  /** Whether `redactString` would change this string. */
  holdsSecret(string: string): boolean {
    const start = truncate(string, MAX_CHARACTERS)
    return mayHoldSecret(start, this.#names) && new SecretScan(start, this.#names).next() !== undefined
  }

  /** What `text` returns, without counting it; undefined for a string that `text` would not change. */
  redactedString(string: string, maxCharacters = MAX_CHARACTERS): string | undefined {
    return withoutSecrets(truncate(string, maxCharacters), this.#names)
  }

  /** Counts secrets that have been replaced without `text` and `redacted`. */
  count(secrets: number): void {
    for (let counted = 0; counted < secrets; counted++) this.#onRedacted()
  }

  /**
   * Redacts the secrets within a string, truncates it to `maxCharacters` and counts one redaction. Returns a string without
   * secrets unchanged.
   */
  redactString(string: string, maxCharacters = MAX_CHARACTERS): string {
    const redacted = this.redactedString(string, maxCharacters)
    if (redacted === undefined) return string
    this.#onRedacted()
    return redacted
  }
}

/** Redacts the values of secret parameters in the query of a URL, by the built-in names. The rest is unchanged. */
export function redactQuery(query: string): string {
  const target = `/?${query}`
  return (withoutSecrets(target, BUILT_IN) ?? target).slice(2)
}

// --- helpers, in order of use ---

const BUILT_IN = new SecretNames([])

function withoutSecrets(string: string, names: SecretNames): string | undefined {
  if (!mayHoldSecret(string, names)) return undefined
  const scan = new SecretScan(string, names)
  let redacted = ''
  let from = 0
  for (let secret = scan.next(); secret !== undefined; secret = scan.next()) {
    redacted += string.slice(from, secret.start) + secret.mark
    from = secret.end
  }
  return from === 0 ? undefined : redacted + string.slice(from)
}

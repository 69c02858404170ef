import { truncate } from '../truncate'
import { SecretNames } from './secret-names'
import { mayHoldSecret, REDACTED, SecretScan } from './secret-strings'
import { isSecretValue } from './secret-words'

/** Properties that contain the string of a log call if it is not the message of the trace. They are not redacted. */
export const LOG_TEXTS: ReadonlySet<string> = new Set(['message', 'logMessage'])

/** One more than the limit of a property, so that a longer property is still counted as truncated. The rest is never sent. */
const MAX_CHARACTERS = 8_193

/** Finds secrets by the names that precede them, and redacts them. */
export class Redactor {
  readonly #names: SecretNames
  readonly #onRedacted: () => void

  /** `keys` are secret in addition to the built-in ones. They also match the end of a longer key or URL parameter. */
  constructor(keys: readonly string[], onRedacted: () => void) {
    this.#names = new SecretNames(keys)
    this.#onRedacted = onRedacted
  }

  /** Returns whether a value under this key may be a secret. */
  mayBeSecret(key: string): boolean {
    return this.#names.ofKey(key) !== undefined
  }

  isSecret(key: string, value: unknown): boolean {
    const rule = this.#names.ofKey(key)
    return rule !== undefined && isSecretValue(rule, value)
  }

  /** Returns the replacement for a secret and counts one redaction, so call it once for each secret. */
  redacted(): string {
    this.#onRedacted()
    return REDACTED
  }

  /** Returns whether the string contains a secret, which `redactString` would replace. */
  holdsSecret(string: string): boolean {
    const start = truncate(string, MAX_CHARACTERS)
    return mayHoldSecret(start, this.#names) && new SecretScan(start, this.#names).next() !== undefined
  }

  /**
   * Returns the string with its secrets redacted, as `redactString` does, but without counting. Returns undefined for a
   * string without secrets.
   */
  redactedString(string: string, maxCharacters = MAX_CHARACTERS): string | undefined {
    return withoutSecrets(truncate(string, maxCharacters), this.#names)
  }

  /** Counts secrets that were replaced without `redactString` or `redacted`. */
  count(secrets: number): void {
    for (let counted = 0; counted < secrets; counted++) this.#onRedacted()
  }

  /**
   * Redacts the secrets in a string, truncates it to `maxCharacters` and counts one redaction. Returns a string without
   * secrets unchanged.
   */
  redactString(string: string, maxCharacters = MAX_CHARACTERS): string {
    const redacted = this.redactedString(string, maxCharacters)
    if (redacted === undefined) return string
    this.#onRedacted()
    return redacted
  }
}

/** Redacts the values of parameters with built-in secret names in the query of a URL. Leaves the rest unchanged. */
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

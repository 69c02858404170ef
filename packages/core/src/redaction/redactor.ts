import { truncate } from '../truncate'
import { SecretNames } from './secret-names'
import { mayHoldSecret, REDACTED, SecretScan } from './secret-strings'
import { isSecretValue } from './secret-words'

/** Dimensions that hold the log call's own string if it is not the message of a trace. It is not redacted. */
export const LOG_TEXTS: ReadonlySet<string> = new Set(['message', 'logMessage'])

/** One more than a dimension may have, so that the cut is still counted there: more of a string is not sent. */
const MAX_CHARACTERS = 8_193

/** Keeps secrets from leaving, by the names that stand before them. */
export class Redactor {
  readonly #names: SecretNames
  readonly #onRedacted: () => void

  /** `keys` are secret beside the built-in ones, also as the end of a longer key, or of a parameter in a URL. */
  constructor(keys: readonly string[], onRedacted: () => void) {
    this.#names = new SecretNames(keys)
    this.#onRedacted = onRedacted
  }

  /** Whether some values under this key are secrets. */
  mayBeSecret(key: string): boolean {
    return this.#names.ofKey(key) !== undefined
  }

  isSecret(key: string, value: unknown): boolean {
    const rule = this.#names.ofKey(key)
    return rule !== undefined && isSecretValue(rule, value)
  }

  /** The mark that replaces a secret. Call it once for each: it counts. */
  redacted(): string {
    this.#onRedacted()
    return REDACTED
  }

  /** Whether `text` would change this string. */
  holdsSecret(string: string): boolean {
    const start = truncate(string, MAX_CHARACTERS)
    return mayHoldSecret(start, this.#names) && new SecretScan(start, this.#names).next() !== undefined
  }

  /** What `text` returns, without counting it; undefined for a string that `text` would not change. */
  redactedText(string: string, maxCharacters = MAX_CHARACTERS): string | undefined {
    return withoutSecrets(truncate(string, maxCharacters), this.#names)
  }

  /** Counts secrets that have been replaced without `text` and `redacted`. */
  count(secrets: number): void {
    for (let counted = 0; counted < secrets; counted++) this.#onRedacted()
  }

  /**
   * The string without the secrets in it, counted once, and cut at `maxCharacters`; a string without any stays as it is.
   */
  text(string: string, maxCharacters = MAX_CHARACTERS): string {
    const redacted = this.redactedText(string, maxCharacters)
    if (redacted === undefined) return string
    this.#onRedacted()
    return redacted
  }
}

/** The query of a URL without the values of its secret parameters, otherwise as it was. */
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

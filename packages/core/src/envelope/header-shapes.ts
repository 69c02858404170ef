import type { Redactor } from '../redaction/redactor'
import { REDACTED } from '../redaction/secret-strings'

/** Matches the names of fields that contain headers. */
export const HEADERS = /(?:headers|trailers)$/i

/** The key that is used for the elements of an array. */
export const ITEM = '[]'

/**
 * Redacts the secret values in a flat array `[name, value, name, value]`, such as `rawHeaders`, and in a pair `[name,
 * value]` within an array. Leaves other arrays of plain words unchanged, such as the field names of a form. Modifies and
 * returns `list`.
 */
export function withoutHeaderSecrets<T>(list: T[], key: string | undefined, redactor: Redactor): (T | string)[] {
  const redacted: (T | string)[] = list
  if (list.length % 2 !== 0 || !list.every((item, index) => index % 2 === 1 || typeof item === 'string'))
    return redacted
  const isPair = key === ITEM && list.length === 2
  const areHeaders = isPair || (key !== undefined && HEADERS.test(key)) || list.some(isHeaderValue)
  if (!areHeaders) return redacted
  for (let index = 0; index < list.length; index += 2) {
    if (redactor.isSecret(String(list[index]), list[index + 1])) redacted[index + 1] = redactor.redacted()
  }
  return redacted
}

/**
 * Redacts a secret value of an object `{ name, value }` or `{ key, value }`, also if its name has been redacted. Modifies and
 * returns `fields`.
 */
export function withoutEntrySecret<T>(fields: Record<string, T>, redactor: Redactor): Record<string, T | string> {
  const redacted: Record<string, T | string> = fields
  const { name, key = name, value } = fields
  if (value === undefined) return redacted
  for (const named of [name, key]) {
    if (typeof named !== 'string' || redacted['value'] === REDACTED) continue
    if (named !== REDACTED && !redactor.isSecret(named, redacted['value'])) continue
    redacted['value'] = redactor.redacted()
  }
  return redacted
}

// --- helpers, in order of use ---

/** Returns whether an element is at the position of a value and does not look like the name of a field. */
export function isHeaderValue(item: unknown, index: number): boolean {
  return index % 2 === 1 && !(typeof item === 'string' && WORD.test(item))
}

/** Matches names of fields, such as `email`, `zipCode` and `first_name`. */
const WORD = /^[a-z]{1,32}(?:[A-Z_-][a-z]{1,32}){0,4}$/

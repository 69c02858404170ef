/** One value of a record or of what it holds. A getter or Proxy of the application may throw: then there is none. */
export function readField(source: object, key: PropertyKey): unknown {
  try {
    return (source as Readonly<Record<PropertyKey, unknown>>)[key]
  } catch {
    return undefined
  }
}

/** An object of fields, and not a list, a date, a map … Never throws. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  try {
    return Object.prototype.toString.call(value) === '[object Object]'
  } catch {
    return false // a revoked Proxy
  }
}

/** Whether a value is an array. Never throws. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value)
  } catch {
    return false // a revoked Proxy
  }
}

/** More fields than these do not stand one by one: they stay one value, which the property serialiser keeps small. */
const MAX_FIELDS = 1_000

/** An object whose fields can become properties of the record. Never throws. */
export function isSpreadable(value: unknown): value is Readonly<Record<string, unknown>> {
  try {
    return isFields(value) && Object.keys(value).length <= MAX_FIELDS
  } catch {
    return false // a Proxy that does not tell
  }
}

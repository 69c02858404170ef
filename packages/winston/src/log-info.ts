/** winston's record, as a transport gets it. */
export interface LogInfo {
  readonly message?: unknown
  readonly [key: string]: unknown
  readonly [LEVEL]?: unknown
  readonly [SPLAT]?: unknown
}

/** The level as it was logged; `info.level` may have been coloured since. @see triple-beam */
export const LEVEL: unique symbol = Symbol.for('level') as never

/** What was passed after the message. */
export const SPLAT: unique symbol = Symbol.for('splat') as never

/** The level as it was logged; without winston's mark, as the record has it. */
export function levelOf(record: LogInfo): unknown {
  return read(record, LEVEL) ?? read(record, 'level')
}

/** One value of a record or of what it holds. A getter or Proxy of the application may throw: then there is none. */
export function read(source: object, key: PropertyKey): unknown {
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

/** More fields than these do not stand one by one: they stay one value, which core keeps small. */
const MAX_FIELDS = 1_000

/** An object whose fields can become properties of the record. Never throws. */
export function isSpreadable(value: unknown): value is Readonly<Record<string, unknown>> {
  try {
    return isFields(value) && Object.keys(value).length <= MAX_FIELDS
  } catch {
    return false // a Proxy that does not tell
  }
}

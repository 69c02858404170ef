import { CUSTOM_FIELDS, errorUnder, findError, isFields, readField } from '@azmon/core/adapter'
import type { LogInfo } from './log-info'
import { isErrorInfo } from './uncaught'

/** Fields of a log call that are in an object of the record, and the key of that object. */
export type MovedFields = readonly [fields: LogInfo, key: string]

/**
 * Returns the fields that `format.metadata()`, a format of the application, or express-winston has moved into an object of the
 * record. `metadata()` may also move the object of express-winston.
 */
export function movedFields(record: LogInfo, meta: unknown, errorKeys: readonly string[]): MovedFields | undefined {
  const moved = movedOnce(record, meta, errorKeys)
  const [inner, innerKey = ''] = (moved && movedOnce(moved[0], undefined, errorKeys)) ?? []
  return moved && inner ? [{ ...moved[0], [innerKey]: undefined, ...inner }, moved[1]] : moved
}

// --- helpers, in order of use ---

/**
 * If `meta` was passed after the message, winston has copied its fields into the record, so fields that are missing now were
 * moved. Without `meta`, recognizes the object by its content.
 */
function movedOnce(record: LogInfo, meta: unknown, errorKeys: readonly string[]): MovedFields | undefined {
  const names = Object.keys(Object(meta))
  if (names.length === 0) return findObject(record, (fields, key) => isMoved(fields, key, errorKeys))
  const isInMeta = (name: string) => readField(Object(meta), name) !== undefined
  const missing = names.filter((name) => readField(record, name) === undefined && isInMeta(name))
  if (missing.length === 0) return undefined
  const holdsMissing = (fields: LogInfo) => missing.every((name) => Object.hasOwn(fields, name))
  return findObject(record, (fields, key) => !names.includes(key) && holdsMissing(fields))
}

/** Finds the object, which may be nested in objects without other fields: express-winston nests it for a `metaField` like `a.b`. */
function findObject(record: LogInfo, isFound: (fields: LogInfo, key: string) => boolean): MovedFields | undefined {
  for (const key of Object.keys(record)) {
    let fields = readField(record, key)
    for (let depth = 0; isFields(fields) && depth < MAX_DEPTH; depth++) {
      if (isFound(fields, key)) return [fields, key]
      const [only, ...more] = Object.keys(fields)
      if (only === undefined || more.length > 0) break
      fields = readField(fields, only)
    }
  }
  return undefined
}

const MAX_DEPTH = 4

function isMoved(fields: LogInfo, key: string, errorKeys: readonly string[]): boolean {
  if (key === 'metadata' || isErrorInfo(fields) || typeof fields['customEvent'] === 'string') return true
  if (fields['message'] === undefined && findError(fields, []) !== undefined) return true
  if (key !== 'meta') return false
  return CUSTOM_FIELDS.some((name) => Object.hasOwn(fields, name)) || errorUnder(fields, errorKeys) !== undefined
}

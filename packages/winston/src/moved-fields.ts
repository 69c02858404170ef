import { CUSTOM_FIELDS, errorUnder, findError, isFields, readField } from '@azmon/core/adapter'
import type { LogInfo } from './log-info'
import { isErrorInfo } from './uncaught'

/** Fields of a log call that are in an object of the record, and the key of that object. */
export type MovedFields = readonly [fields: Fields, key: string]

/**
 * Returns the fields that `format.metadata()`, a format of the application, or express-winston has moved into an object of the
 * record. If an object was passed after the message, its fields are missing from the record then, because winston has copied
 * them into it. Otherwise, they are recognized by the content of the object.
 */
export function movedFields(
  record: LogInfo,
  passed: object | undefined,
  errorKeys: readonly string[],
): MovedFields | undefined {
  const names = passed === undefined ? [] : Object.keys(passed)
  if (names.length === 0) return findObject(record, (fields, key) => isMoved(fields, key, errorKeys))
  const isPassed = (name: string) => readField(Object(passed), name) !== undefined
  const missing = names.filter((name) => readField(record, name) === undefined && isPassed(name))
  if (missing.length === 0) return undefined
  const holdsMissing = (fields: Fields) => missing.every((name) => Object.hasOwn(fields, name))
  return findObject(record, (fields, key) => !names.includes(key) && holdsMissing(fields))
}

// --- helpers, in order of use ---

type Fields = Readonly<Record<string, unknown>>

/** Finds the object, which may be nested in objects without other fields: express-winston nests it for a `metaField` like `a.b`. */
function findObject(record: LogInfo, isFound: (fields: Fields, key: string) => boolean): MovedFields | undefined {
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

function isMoved(fields: Fields, key: string, errorKeys: readonly string[]): boolean {
  if (key === 'metadata' || isErrorInfo(fields) || typeof fields['customEvent'] === 'string') return true
  if (fields['message'] === undefined && findError(fields, []) !== undefined) return true
  const decidesRow = () => CUSTOM_FIELDS.some((name) => Object.hasOwn(fields, name)) || errorUnder(fields, errorKeys)
  return key === 'meta' && Boolean(decidesRow())
}

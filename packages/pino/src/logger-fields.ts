import type { LineRecord } from './line-record'
import { eachPlainField } from './plain-fields'

/**
 * What a logger has written of itself: the first of each of these fields. One of the same name that the log call gives comes
 * behind it, and is the only one that is left of both when the line is parsed.
 */
export function loggerFields(line: string, names: ReadonlySet<string>): LineRecord {
  const fields: Record<string, unknown> = {}
  let missing = names.size
  eachPlainField(line, (name, json) => {
    if (!names.has(name) || Object.hasOwn(fields, name)) return true
    fields[name] = JSON.parse(json)
    missing--
    return missing > 0
  })
  return fields
}

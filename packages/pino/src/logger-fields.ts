import type { LineRecord } from './line-record'
import { eachPlainField } from './plain-fields'

/**
 * Returns what a logger has written about itself: the first of each of these fields. A field of the log call with the same name
 * follows later in the line, and replaces the first one when the line is parsed.
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

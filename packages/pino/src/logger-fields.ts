import type { LineRecord } from './line-record'
import { eachPlainField, unquoted } from './plain-fields'

/**
 * What a logger has written of itself: the fields that a line begins with, as long as they are among `names`. A field of the
 * same name that the log call gives comes behind them, and is the only one that is left of both when the line is parsed.
 */
export function loggerFields(line: string, names: ReadonlySet<string>): LineRecord {
  const fields: Record<string, unknown> = {}
  eachPlainField(line, (name, json) => {
    const value = unquoted(json)
    if (!names.has(name) || Object.hasOwn(fields, name) || json.includes('\\') || Number.isNaN(value)) return false
    fields[name] = value
    return true
  })
  return fields
}

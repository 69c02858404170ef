import { type Envelope, SeverityLevel } from '@azmon/core'
import {
  excludedFields,
  findError,
  isFields,
  type Level,
  type LineRecord,
  leadingFields,
  logEnvelope,
  operationFrom,
  parseLine,
  TRACE_FIELDS,
} from '@azmon/core/adapter'
import type { MapContext } from './map-context'
import { isFailedResponse } from './request-errors'

/** Maps a line to an envelope. A line that is not JSON becomes a trace. Pure, except that errors of requests are remembered. */
export function mapLine(line: string, context: MapContext, nowMs: number): Envelope {
  const json = line.trimStart()
  const record = parseLine(json)
  if (record !== undefined) return mapRecord(json, record, context, nowMs)
  const text = { fields: {}, text: line, level: undefined, severityLevel: SeverityLevel.Information, nowMs }
  return logEnvelope(text, undefined, context)
}

// --- helpers, in order of use ---

function mapRecord(line: string, record: LineRecord, context: MapContext, nowMs: number): Envelope {
  const { messageKey, timeKey, nestedKey, errorKeys, requestErrors } = context
  const nested = nestedKey === undefined ? undefined : record[nestedKey]
  const isNested = isFields(nested)
  const called = isNested ? nested : record
  const operation = operationFrom(called)
  const { logger, level, excluded } = loggerOf(line, record, called, operation === undefined, context)
  const fields = isNested ? { ...without(record, excluded), ...nested } : record
  const found = findError(called, errorKeys)
  const role = found && requestErrors.roleOf(fields, found)
  const error = role === 'exception' ? found : undefined
  const excludedHere = isNested ? excludedFields(...(operation === undefined ? [] : TRACE_FIELDS)) : excluded
  const isUnderstated = found !== undefined && isFailedResponse(fields) && level.severityLevel < SeverityLevel.Error
  const { [messageKey]: message } = record
  return logEnvelope(
    {
      fields,
      excluded: role === 'known' ? new Set(excludedHere).add(String(found?.key)) : excludedHere,
      text: message,
      level: level.word,
      severityLevel: isUnderstated ? SeverityLevel.Error : level.severityLevel,
      logger: logger['name'],
      time: logger[timeKey],
      timeKey,
      nowMs,
      error,
      hostname: logger['hostname'],
    },
    operation,
    context,
  )
}

interface LoggerRecord {
  /** The record with the values that the logger wrote into its own fields. */
  readonly logger: LineRecord
  readonly level: Level
  /** Fields of the record that are not properties. */
  readonly excluded: ReadonlySet<string>
}

/** Separates the logger's own fields from fields of the log call with the same names, such as `pid`, which stay properties. */
function loggerOf(
  line: string,
  record: LineRecord,
  called: LineRecord,
  isOutside: boolean,
  { levels, loggerKeys, excluded, excludedWithoutOperation }: MapContext,
): LoggerRecord {
  const own = leadingFields(line, loggerKeys)
  const kept = Object.keys(own).filter((name) => own[name] !== record[name])
  const logger = kept.length === 0 ? record : { ...record, ...own }
  const { name } = logger
  const isNamed = typeof name === 'string' && record['logger'] === undefined && called['logger'] === undefined
  if (name !== undefined && !isNamed) kept.push('name') // it cannot be the property `logger`
  const levelKey = levels.keyIn(logger, Object.keys(own))
  const [usualKey = ''] = levels.keys
  const level = levels.read(levelKey && logger[levelKey], levelKey)
  const all = isOutside ? excludedWithoutOperation : excluded
  if (levelKey !== usualKey && logger[usualKey] !== null) kept.push(usualKey) // it is not the level
  if (levelKey === usualKey && kept.length === 0) return { logger, level, excluded: all }
  const excludedHere = new Set(levelKey === undefined ? all : [...all, levelKey])
  for (const field of kept) excludedHere.delete(field)
  return { logger, level, excluded: excludedHere }
}

function without(fields: LineRecord, excluded: ReadonlySet<string>): LineRecord {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !excluded.has(name)))
}

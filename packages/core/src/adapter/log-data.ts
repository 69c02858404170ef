import type { Dimensions, Properties, TelemetryData } from '../envelope/contracts'
import { exceptionData } from '../envelope/exception'
import { readField } from '../envelope/fields'
import type { PropertySerializer } from '../envelope/properties'
import type { SeverityLevel } from '../envelope/severity'
import type { RecordsAs } from './log-options'

/** What an adapter has found in one record of its logger. */
export interface LogRecord {
  readonly text: string
  readonly severityLevel: SeverityLevel
  /** The custom event that it is marked as. */
  readonly event: string | undefined
  /** What it is about, and the key that is to hold it where it is no exception. */
  readonly error: { readonly value: unknown; readonly key: string } | undefined
  readonly dimensions: Dimensions
}

/** An event where the record is marked as one or all are to be, an exception where it holds an error, else a trace. */
export function logData(record: LogRecord, recordsAs: RecordsAs, write: PropertySerializer): TelemetryData {
  const { text, severityLevel, error, dimensions } = record
  const { properties = {} } = dimensions
  const event = record.event ?? (recordsAs === 'event' ? text || messageOf(error?.value) : undefined)
  if (event === undefined && error === undefined) {
    return { baseType: 'MessageData', baseData: { message: text, severityLevel, ...dimensions } }
  }
  if (text !== '' && text !== event) addText(properties, text)
  if (event === undefined) {
    return { baseType: 'ExceptionData', baseData: { ...exceptionData(error?.value), severityLevel, ...dimensions } }
  }
  if (error !== undefined) write.add(properties, error.key, error.value)
  return { baseType: 'EventData', baseData: { name: event, ...dimensions } }
}

// --- helpers, in order of use ---

/** A field of the application's own keeps its name, as in a trace. */
function addText(properties: Properties, text: string): void {
  const { message = text } = properties
  properties[message === text ? 'message' : 'logMessage'] = text
}

function messageOf(error: unknown): string {
  const message = readField(Object(error), 'message')
  return typeof message === 'string' ? message : ''
}

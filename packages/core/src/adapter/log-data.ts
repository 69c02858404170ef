import type { Dimensions, Properties, TelemetryData } from '../envelope/contracts'
import { exceptionData } from '../envelope/exception'
import { readField } from '../envelope/fields'
import type { PropertySerializer } from '../envelope/properties'
import type { SeverityLevel } from '../envelope/severity'
import type { RecordsAs } from './log-options'

/** What a record has in it. */
interface RecordParts {
  readonly text: string
  readonly severityLevel: SeverityLevel
  /** The custom event that it is marked as. */
  readonly event: string | undefined
  /** The error, and the property that holds it if the record does not become an exception. */
  readonly error: { readonly value: unknown; readonly key: string } | undefined
  readonly dimensions: Dimensions
}

/** An event if the record is marked as one or all are, an exception if it has an error, else a trace. */
export function logData(record: RecordParts, recordsAs: RecordsAs, serializer: PropertySerializer): TelemetryData {
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
  if (error !== undefined) serializer.add(properties, error.key, error.value)
  return { baseType: 'EventData', baseData: { name: event, ...dimensions } }
}

// --- helpers, in order of use ---

/** A field of the application that is called `message` keeps its name, as in a trace. */
function addText(properties: Properties, text: string): void {
  const { message = text } = properties
  properties[message === text ? 'message' : 'logMessage'] = text
}

function messageOf(error: unknown): string {
  const message = readField(Object(error), 'message')
  return typeof message === 'string' ? message : ''
}

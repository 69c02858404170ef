import { SeverityLevel, type TelemetryData } from '@azmon/core'
import { exceptionData, type PropertySerializer } from '@azmon/core/adapter'
import type { SpanEvent } from '../finished-span'
import { AttributeReader } from './attribute'

/** Maps an event of a span to an exception if it represents one, else to a trace. Pure. */
export function mapEvent(event: SpanEvent, serializer: PropertySerializer): TelemetryData {
  if (event.name !== 'exception') {
    const properties = serializer.properties(event.attributes)
    const baseData = { message: event.name, severityLevel: SeverityLevel.Information, properties }
    return { baseType: 'MessageData', baseData }
  }
  const read = new AttributeReader(event.attributes)
  const exception = exceptionData(event.error ?? errorFromAttributes(read))
  const properties = serializer.properties(event.attributes, read.used)
  return { baseType: 'ExceptionData', baseData: { ...exception, severityLevel: SeverityLevel.Error, properties } }
}

// --- helpers ---

/**
 * OpenTelemetry's SDK keeps only strings from a recorded exception.
 * @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/
 */
function errorFromAttributes(read: AttributeReader): Error {
  return Object.assign(Object.create(Error.prototype), {
    name: read.take('exception.type') ?? 'Error',
    message: read.take('exception.message') ?? '',
    stack: read.take('exception.stacktrace') ?? '',
  })
}

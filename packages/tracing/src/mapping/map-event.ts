import { SeverityLevel, type TelemetryData } from '@azmon/core'
import { exceptionData, type PropertySerializer } from '@azmon/core/adapter'
import type { SpanEvent } from '../finished-span'
import { AttributeReader } from './attribute'

/** An event of a span -> an exception where it stands for one, else a trace. Pure. */
export function mapEvent(event: SpanEvent, write: PropertySerializer): TelemetryData {
  if (event.name !== 'exception') {
    const properties = write.properties(event.attributes)
    const baseData = { message: event.name, severityLevel: SeverityLevel.Information, properties }
    return { baseType: 'MessageData', baseData }
  }
  const read = new AttributeReader(event.attributes)
  const exception = exceptionData(event.error ?? revived(read))
  const properties = write.properties(event.attributes, read.placed)
  return { baseType: 'ExceptionData', baseData: { ...exception, severityLevel: SeverityLevel.Error, properties } }
}

// --- helpers ---

/**
 * Where another tracer has kept only text.
 * @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/
 */
function revived(read: AttributeReader): Error {
  return Object.assign(Object.create(Error.prototype), {
    name: read.take('exception.type') ?? 'Error',
    message: read.take('exception.message') ?? '',
    stack: read.take('exception.stacktrace') ?? '',
  })
}

import { exceptionData, type PropertySerializer, SeverityLevel, type TelemetryData } from '@azmon/core'
import type { SpanEvent } from '../span'
import { textOf } from './attribute'

/** An event of a span -> an exception where it stands for one, else a trace. Pure. */
export function mapEvent(event: SpanEvent, write: PropertySerializer): TelemetryData {
  const properties = write.properties(event.attributes, event.name === 'exception' ? EXCEPTION_FIELDS : undefined)
  if (event.name !== 'exception') {
    return {
      baseType: 'MessageData',
      baseData: { message: event.name, severityLevel: SeverityLevel.Information, properties },
    }
  }
  const exception = exceptionData(event.error ?? revived(event))
  return { baseType: 'ExceptionData', baseData: { ...exception, severityLevel: SeverityLevel.Error, properties } }
}

// --- helpers ---

/** @see https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/ */
const EXCEPTION_FIELDS: ReadonlySet<string> = new Set([
  'exception.type',
  'exception.message',
  'exception.stacktrace',
  'exception.escaped',
])

/** Where another tracer has kept only text. */
function revived({ attributes }: SpanEvent): Error {
  return Object.assign(Object.create(Error.prototype), {
    name: textOf(attributes, 'exception.type') ?? 'Error',
    message: textOf(attributes, 'exception.message') ?? '',
    stack: textOf(attributes, 'exception.stacktrace') ?? '',
  })
}

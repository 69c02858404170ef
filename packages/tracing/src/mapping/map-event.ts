import { type ExceptionData, SeverityLevel, type TelemetryData } from '@azmon/core'
import { type PropertySerializer, resultOr, thrownData } from '@azmon/core/adapter'
import type { SpanEvent } from '../finished-span'
import { AttributeReader } from './attribute'

/**
 * Maps an event of a span to an exception if it represents one, else to a trace. Pure. An error of an HTTP call gets its code
 * as its type: `ECONNREFUSED` says more than `Error` or `AggregateError`.
 */
export function mapEvent(event: SpanEvent, serializer: PropertySerializer, isOfHttpCall = false): TelemetryData {
  if (event.name !== 'exception') {
    const properties = serializer.properties(event.attributes)
    const baseData = { message: event.name, severityLevel: SeverityLevel.Information, properties }
    return { baseType: 'MessageData', baseData }
  }
  const read = new AttributeReader(event.attributes)
  const thrown = event.error ?? errorFromAttributes(read)
  const plain = thrownData(thrown, serializer.properties(event.attributes, read.used), serializer)
  const exception = isOfHttpCall ? typedByCode(plain, event.error) : plain
  return { baseType: 'ExceptionData', baseData: { ...exception, severityLevel: SeverityLevel.Error } }
}

// --- helpers, in order of use ---

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

function typedByCode(exception: ExceptionData, error: unknown): ExceptionData {
  const code = resultOr((): unknown => Reflect.get(Object(error), 'code'), undefined)
  const [first, ...causes] = exception.exceptions
  if (first === undefined || typeof code !== 'string' || code === '') return exception
  const problemId = `${code}${exception.problemId?.slice(first.typeName.length) ?? ''}`
  return { ...exception, exceptions: [{ ...first, typeName: code }, ...causes], problemId }
}

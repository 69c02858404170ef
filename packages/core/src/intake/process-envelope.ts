import type { FilterReason } from '../diagnostics/stats'
import type { BaseType, TelemetryData } from '../envelope/contracts'
import { type Envelope, isEnvelope } from '../envelope/envelope'
import { MAX_EXCEPTION_TEXT } from '../envelope/limits'
import type { Tags } from '../envelope/tags'
import type { EnvelopeSerializer, PreserializedTrace, Serialization } from '../item/serialize'
import type { SamplingOptions } from '../options/resolve'
import type { Processor } from '../options/telemetry-client-options'
import { LOG_TEXTS, type Redactor } from '../redaction/redactor'
import { runProcessors } from './processors'
import { keepsAll, sample } from './sampling'

export type IntakeResult =
  | Serialization
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'filtered'; readonly reason: FilterReason }

export interface IntakeParts {
  readonly processors: readonly Processor[]
  readonly onProcessorError: (error: unknown) => void
  readonly sampling: SamplingOptions
  readonly redactor: Redactor
  readonly serializer: EnvelopeSerializer
}

/** Whether an adapter may serialize its records itself: there are no processors, and no trace is sampled out. */
export function acceptsPreserialized({ processors, sampling }: Pick<IntakeParts, 'processors' | 'sampling'>): boolean {
  return processors.length === 0 && keepsAll('Message', sampling)
}

/**
 * Prepares an envelope for the queue: processors -> sampling -> redaction -> limits -> bytes.
 * @throws TypeError if the value is not an envelope, because the service could reject the whole batch for it.
 */
export function processEnvelope(envelope: Envelope | PreserializedTrace | undefined, parts: IntakeParts): IntakeResult {
  const { processors, onProcessorError, sampling, redactor, serializer } = parts
  if (isPreserialized(envelope)) return processPreserialized(envelope, parts)
  if (!isEnvelope(envelope)) throw new TypeError('track must be given an envelope with a time and data.')
  const processed = processors.length === 0 ? envelope : runProcessors(processors, envelope, onProcessorError)
  if (processed === false) return { kind: 'filtered', reason: 'processor' }
  if (!isMeasured(processed.data)) return { kind: 'unreadable' }
  if (!sample(processed, sampling)) return { kind: 'filtered', reason: 'sampling' }
  if (processors.length > 0) redactProperties(processed.data, redactor)
  redactFields(processed.data, redactor)
  return serializer.serialize(withRedactedTags(processed, redactor))
}

// --- helpers, in order of use ---

function processPreserialized(trace: PreserializedTrace, parts: IntakeParts): IntakeResult {
  if (!acceptsPreserialized(parts)) return { kind: 'unreadable' }
  const kept = trace.baseType === 'MessageData' ? trace : sampled(trace, parts.sampling)
  if (kept === undefined) return { kind: 'filtered', reason: 'sampling' }
  return parts.serializer.serializePreserialized(withRedactedTags(kept, parts.redactor))
}

/** Returns the trace with its sampling rate, or undefined if it is sampled out. */
function sampled(trace: PreserializedTrace, sampling: SamplingOptions): PreserializedTrace | undefined {
  const { time, tags, sampleRate, severityLevel } = trace
  const data: TelemetryData = { baseType: 'ExceptionData', baseData: { exceptions: [], severityLevel } }
  const envelope: Envelope = { time, tags, sampleRate, data }
  return sample(envelope, sampling) ? { ...trace, sampleRate: envelope.sampleRate } : undefined
}

function isPreserialized(envelope: Envelope | PreserializedTrace | undefined): envelope is PreserializedTrace {
  const { baseType, data }: Partial<Record<'baseType' | 'data', unknown>> = envelope ?? {}
  return typeof baseType === 'string' && typeof data === 'string'
}

/** JSON would turn NaN and infinite values into null, which the service rejects. */
function isMeasured({ baseType, baseData }: TelemetryData): boolean {
  return baseType !== 'MetricData' || Number.isFinite(baseData.metrics[0].value)
}

/**
 * Redacts the properties again, because processors may have added some. The message of a log call is never redacted. A
 * processor may have set an object that is frozen, so the properties are copied before they are changed.
 */
function redactProperties({ baseData }: TelemetryData, redactor: Redactor): void {
  const { properties } = baseData
  if (properties === undefined) return
  let redacted = properties
  for (const [key, value] of Object.entries(properties)) {
    const kept = redactedProperty(key, value, redactor)
    if (kept === value) continue
    if (redacted === properties) redacted = { ...properties }
    redacted[key] = kept
  }
  if (redacted !== properties) baseData.properties = redacted
}

function redactedProperty(key: string, value: string, redactor: Redactor): string {
  if (redactor.isSecret(key, value)) return redactor.redacted()
  return typeof value === 'string' && !LOG_TEXTS.has(key) ? redactor.redactString(value) : value
}

/** Fields that may be URLs or contain URLs. */
const REDACTED_FIELDS: Readonly<Partial<Record<BaseType, readonly string[]>>> = {
  RequestData: ['name', 'url', 'source'],
  RemoteDependencyData: ['name', 'target', 'data'],
  PageViewData: ['name', 'url', 'referrerUri'],
}

/** Errors from libraries quote URLs, command lines and connection strings. */
const REDACTED_DETAILS = ['message', 'stack']

function redactFields({ baseType, baseData }: TelemetryData, redactor: Redactor): void {
  redactStrings(baseData, REDACTED_FIELDS[baseType] ?? [], redactor)
  if (!('exceptions' in baseData) || !Array.isArray(baseData.exceptions)) return
  for (const details of baseData.exceptions) {
    redactStrings(Object(details), REDACTED_DETAILS, redactor, MAX_EXCEPTION_TEXT + 1)
  }
}

function redactStrings(source: object, fields: readonly string[], redactor: Redactor, maxCharacters?: number): void {
  for (const field of fields) {
    const value: unknown = Reflect.get(source, field)
    if (typeof value === 'string') Reflect.set(source, field, redactor.redactString(value, maxCharacters))
  }
}

/**
 * Redacts the operation name, which is the name of the request and may contain a URL. Returns `item` itself if there is no
 * secret in it.
 */
function withRedactedTags<T extends { readonly tags?: Tags | undefined }>(item: T, redactor: Redactor): T {
  const name = item.tags?.['ai.operation.name']
  if (typeof name !== 'string') return item
  const redacted = redactor.redactString(name)
  return redacted === name ? item : { ...item, tags: { ...item.tags, 'ai.operation.name': redacted } }
}

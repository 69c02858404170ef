export { type ActiveOperation, activeOperation, isSpanId, isTraceId, withFateOf } from './adapter/active-operation'
export { CUSTOM_FIELDS, customEvent, withCustomFields } from './adapter/custom-fields'
export { checkGivenClient } from './adapter/given-client'
export { SEVERITIES } from './adapter/level-severities'
export { type LogRecord, logData } from './adapter/log-data'
export {
  ERROR_KEYS,
  type LevelMap,
  type LogOptions,
  type RecordsAs,
  type ResolvedLogOptions,
  resolveLogOptions,
} from './adapter/log-options'
export { detached, type PlainKey } from './adapter/plain-keys'
export { type PlainError, type PlainItem, PlainWriter } from './adapter/plain-writer'
export { acceptedTime, parseIsoTime, type RecordTime } from './adapter/record-time'
export { rememberThrow } from './adapter/thrown-in'
export { TRACE_FIELDS, type TraceFields, traceFields } from './adapter/trace-fields'
export { callSafely } from './call-safely'
export type { AvailabilityOptions, Probe } from './client/availability'
export type {
  AvailabilityTelemetry,
  DependencyTelemetry,
  EventTelemetry,
  ExceptionTelemetry,
  MetricTelemetry,
  RequestTelemetry,
  TelemetryItem,
  TraceTelemetry,
} from './client/telemetry'
export { TelemetryClient } from './client/telemetry-client'
export { type Clock, isoTime, systemClock, type Timer } from './clock'
export { atOnce } from './diagnostics/at-once'
export { exceptionsReceived } from './diagnostics/exception-count'
export type { DropReason, FilterReason, OnDrop, SpoolStats, Stats } from './diagnostics/stats'
export { divertWarnings, warnOnce } from './diagnostics/warnings'
export type {
  AvailabilityData,
  BaseType,
  DataPoint,
  Dimensions,
  EnvelopeKind,
  EventData,
  ExceptionData,
  ExceptionDetails,
  Measurements,
  MessageData,
  MetricData,
  PageViewData,
  Properties,
  RemoteDependencyData,
  RequestData,
  StackFrame,
  TelemetryData,
} from './envelope/contracts'
export { formatDuration } from './envelope/duration'
export type { Envelope } from './envelope/envelope'
export { exceptionData } from './envelope/exception'
export { isFields, isList, isSpreadable, readField } from './envelope/fields'
export { isError } from './envelope/is-error'
export type { PropertySerializer } from './envelope/properties'
export { SeverityLevel } from './envelope/severity'
export { errorHead } from './envelope/stack'
export type { Tags } from './envelope/tags'
export { ConfigurationError, DeliveryError, SpoolError, TelemetryError } from './errors'
export { samplingHash } from './intake/sampling'
export type { PreserializedTrace } from './item/serialize'
export { roleAt } from './options/default-role'
export { nearestName } from './options/opencensus-names'
export { checkClientOptions, isUnconfigured } from './options/resolve'
export { checkOptionNames, type NoOptions } from './options/rules'
export type {
  Durability,
  Processor,
  ProxyOptions,
  TelemetryClientOptions,
  TokenCredential,
} from './options/telemetry-client-options'
export { offeredOptions, offerToWorkers, type WorkerOptions, workerOptions } from './options/worker-options'
export { type DeliveryReport, type FlushOptions, flushTimeoutMs } from './pipeline/flush-watch'
export { redactQuery } from './redaction/redactor'

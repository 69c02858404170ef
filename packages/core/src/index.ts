export { atOnce, callSafely } from './application-answer'
export type { AvailabilityOptions, Probe } from './availability'
export { type Clock, isoTime, systemClock, type Timer } from './clock'
export type { DropReason, FilterReason, OnDrop, SpoolStats, Stats } from './diagnostics/stats'
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
export { isError } from './envelope/is-error'
export type { PropertySerializer } from './envelope/properties'
export { roleAt } from './envelope/role'
export type { WrittenTrace } from './envelope/serialize'
export { SeverityLevel } from './envelope/severity'
export { errorHead } from './envelope/stack'
export type { Tags } from './envelope/tags'
export { ConfigurationError, DeliveryError, SpoolError, TelemetryError } from './errors'
export { exceptionsReceived } from './exception-count'
export { CUSTOM_FIELDS, customEvent, withCustomFields } from './logs/custom-fields'
export { isFields, isList, isSpreadable, readField } from './logs/fields'
export { checkGivenClient } from './logs/given-client'
export { type LogRecord, logData } from './logs/log-data'
export {
  ERROR_KEYS,
  type LevelMap,
  type LogOptions,
  type RecordsAs,
  type ResolvedLogOptions,
  resolveLogOptions,
} from './logs/log-options'
export { type ActiveOperation, activeOperation, isSpanId, isTraceId, withFateOf } from './logs/operation'
export { acceptedTime, parseIsoTime, type RecordTime } from './logs/record-time'
export { SEVERITIES } from './logs/severities'
export { rememberThrow } from './logs/thrown-in'
export { TRACE_FIELDS, type TraceFields, traceFields } from './logs/trace-fields'
export { checkOptionNames, type NoOptions } from './option-rules'
export { checkClientOptions, isUnconfigured } from './options'
export type {
  Durability,
  ProxyOptions,
  TelemetryClientOptions,
  TokenCredential,
} from './options/telemetry-client-options'
export { nearestName } from './original-names'
export { type DeliveryReport, type FlushOptions, flushTimeoutMs } from './pipeline/flush'
export type { Processor } from './process/processors'
export { redactQuery } from './process/redaction'
export { samplingHash } from './process/sampling'
export type {
  AvailabilityTelemetry,
  DependencyTelemetry,
  EventTelemetry,
  ExceptionTelemetry,
  MetricTelemetry,
  RequestTelemetry,
  TelemetryItem,
  TraceTelemetry,
} from './telemetry'
export { TelemetryClient } from './telemetry-client'
export { divertWarnings, warnOnce } from './warnings'
export { offeredOptions, offerToWorkers, type WorkerOptions, workerOptions } from './worker-options'

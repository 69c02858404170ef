// The API for adapters of loggers, frameworks, tracers and metrics, in addition to the package root. Applications use only
// the root.
export { type ActiveContext, type ActiveSpan, activeOperation, inheritSampling } from './adapter/active-operation'
export {
  ACTIVE_SPAN,
  type ActiveOperation,
  LOG_MOMENT,
  type LogMoment,
  OPERATION,
  type Operation,
  SAMPLING,
  type SamplingDecision,
  SENDING,
  SUPPRESS_TRACING,
} from './adapter/context-keys'
export { copyError } from './adapter/copy-error'
export { CUSTOM_FIELDS } from './adapter/custom-fields'
export { otherCause, thrownData } from './adapter/error-fields'
export {
  errorIn,
  errorUnder,
  type FoundError,
  findError,
  namedByStack,
  repeatedFields,
  thrownError,
} from './adapter/find-error'
export { leadingFields } from './adapter/json-cursor'
export { type Level, LevelReader, type NumberedLevels } from './adapter/level-reader'
export { type Levels, type SeverityOf, severitiesOf, severityOfNumber } from './adapter/level-severities'
export { LineReader, type LineRecord, parseLine } from './adapter/line-reader'
export { addNames, excludedFields, type LogContext, type LogRecord, logEnvelope, logTags } from './adapter/log-envelope'
export { momentIn, withMoment } from './adapter/log-moment'
export type { LevelMap, LogOptions, RecordsAs, ResolvedLogOptions } from './adapter/log-options'
export { ENTRY, type PlainKey } from './adapter/plain-keys'
export { type PlainItem, type PlainRecord, PlainWriter } from './adapter/plain-writer'
export { recordTime } from './adapter/record-time'
export { hasRecordedError, isRecorded, markRecorded } from './adapter/recorded-errors'
export { rememberThrow } from './adapter/thrown-in'
export { operationFrom, TRACE_FIELDS, type TraceFields, traceFields } from './adapter/trace-fields'
export { valuesNotInMessage } from './adapter/values-not-in-message'
export { callSafely } from './call-safely'
export {
  type AdapterOptions,
  type OptionNames,
  type SplitLogOptions,
  type SplitOptions,
  splitLogOptions,
  splitOptions,
} from './client/adapter-options'
export { EnvelopeRelay, type RelayOptions } from './client/envelope-relay'
export { AdapterClient, LogSink } from './client/log-sink'
export { ResourceFields, type SdkResource } from './client/sdk-resource'
export { type Clock, isoTime, systemClock, type Timer } from './clock'
export { detached } from './detached'
export { exceptionsReceived } from './diagnostics/exception-count'
export { syncResult } from './diagnostics/sync-result'
export { redirectWarnings, warnOnce } from './diagnostics/warnings'
export { formatDuration } from './envelope/duration'
export { isEmitter, isFields, isList, isSpreadable, readField } from './envelope/fields'
export { isError } from './envelope/is-error'
export type { PropertySerializer } from './envelope/properties'
export { errorHead } from './envelope/stack'
export { samplingHash } from './intake/sampling'
export type { PreserializedTrace } from './item/serialize'
export { checkOptionNames, type RejectedOptions } from './options/check-options'
export { programAt } from './options/default-program'
export { nearestName } from './options/nearest-name'
export { isClientOption } from './options/option-table'
export { checkClientOptions, isUnconfigured } from './options/resolve'
export { fieldName } from './options/rules'
export { offeredOptions, offerToWorkers, type WorkerOptions, workerOptions } from './options/worker-options'
export { flushTimeoutMs } from './pipeline/flush-watch'
export { printable } from './printable'
export { redactQuery } from './redaction/redactor'
export { resultOr } from './result-or'
export { typeName } from './type-name'

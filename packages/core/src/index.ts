export { isoTime } from './clock'
export type { DropReason, Stats } from './diagnostics'
export type {
  ExceptionData,
  ExceptionDetails,
  Measurements,
  MessageData,
  Properties,
  StackFrame,
  TelemetryData,
} from './envelope/contracts'
export type { Envelope } from './envelope/envelope'
export { exceptionData } from './envelope/exception'
export { isError } from './envelope/is-error'
export { addProperty, toProperties, toText } from './envelope/properties'
export { SeverityLevel } from './envelope/severity'
export type { Tags } from './envelope/tags'
export { ConfigurationError, DeliveryError, TelemetryError } from './errors'
export type { TelemetryClientOptions } from './options'
export type { DeliveryReport, FlushOptions } from './pipeline/flush'
export { type ExceptionTelemetry, TelemetryClient, type TelemetryItem, type TraceTelemetry } from './telemetry-client'

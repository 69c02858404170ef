export type { AvailabilityOptions, Probe } from './availability'
export { isoTime } from './clock'
export type { DropReason, OnDrop, SpoolStats, Stats } from './diagnostics'
export type {
  AvailabilityData,
  BaseType,
  DataPoint,
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
export type { Envelope } from './envelope/envelope'
export { exceptionData } from './envelope/exception'
export { isError } from './envelope/is-error'
export type { PropertySerializer } from './envelope/properties'
export { SeverityLevel } from './envelope/severity'
export type { Tags } from './envelope/tags'
export { ConfigurationError, DeliveryError, SpoolError, TelemetryError } from './errors'
export { checkOptionNames } from './option-rules'
export type { Durability, ProxyOptions, TelemetryClientOptions, TokenCredential } from './options'
export type { DeliveryReport, FlushOptions } from './pipeline/flush'
export type { FilterReason } from './process/intake'
export type { Processor } from './process/processors'
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

export type { AvailabilityOptions, Probe } from './client/availability'
export type {
  AvailabilityTelemetry,
  DependencyTelemetry,
  EventTelemetry,
  ExceptionTelemetry,
  MetricTelemetry,
  PageViewTelemetry,
  RequestTelemetry,
  TelemetryItem,
  TraceTelemetry,
} from './client/telemetry'
export { TelemetryClient } from './client/telemetry-client'
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
export type { Envelope } from './envelope/envelope'
export { SeverityLevel } from './envelope/severity'
export type { Tags } from './envelope/tags'
export { ConfigurationError, DeliveryError, SpoolError, TelemetryError } from './errors'
export type {
  Durability,
  Processor,
  ProxyOptions,
  TelemetryClientOptions,
  TokenCredential,
} from './options/telemetry-client-options'
export type { DeliveryReport, FlushOptions } from './pipeline/flush-watch'

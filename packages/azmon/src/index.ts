export { honoTelemetry, koaTelemetry } from '@azmon/tracing'
export { type Azmon, start } from './start'
export type { MetricsPart, StartOptions } from './start-options'
export { type AzmonPinoTarget, azmonPino, azmonPinoTarget, azmonWinston, traceMixin } from './transports'

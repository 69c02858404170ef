export { type Azmon, start } from './start'
export type { MetricsPart, StartOptions } from './start-options'
export { azmonPino, azmonWinston, traceMixin } from './transports'

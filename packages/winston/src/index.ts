export { AzureMonitorTransport } from './azure-monitor-transport'
export { correlate } from './correlate'
export type { LevelMap } from './levels'
export type { AzureMonitorTransportOptions } from './transport-options'

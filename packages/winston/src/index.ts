export type { LevelMap } from '@azmon/core/adapter'
export { AzureMonitorTransport } from './azure-monitor-transport'
export { correlate } from './correlate'
export type { AzureMonitorTransportOptions } from './transport-options'

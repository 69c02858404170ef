export { AzureMonitorTransport, type AzureMonitorTransportOptions } from './azure-monitor-transport'

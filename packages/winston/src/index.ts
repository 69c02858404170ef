export {
  AzureMonitorTransport,
  AzureMonitorTransport as default,
  type AzureMonitorTransportOptions,
} from './azure-monitor-transport'

import type { transport } from 'winston'
import type { OpenContender } from '../contender'
import { requirePeer } from '../peers'
import { logThrough } from './log-through'

interface LoggerProvider {
  shutdown(): Promise<void>
}

interface ApiLogs {
  readonly logs: { setGlobalLoggerProvider(provider: LoggerProvider): void }
}

interface SdkLogs {
  readonly LoggerProvider: new (options: { readonly processors: readonly object[] }) => LoggerProvider
  readonly BatchLogRecordProcessor: new (exporter: object, options: BatchOptions) => object
}

interface AzureExporter {
  readonly AzureMonitorLogExporter: new (options: { readonly connectionString: string }) => object
}

interface WinstonTransport {
  readonly OpenTelemetryTransportV3: new () => transport
}

interface BatchOptions {
  readonly maxQueueSize?: number
}

export function open(connectionString: string, options: BatchOptions = {}): OpenContender {
  const { logs } = requirePeer('opentelemetry', '@opentelemetry/api-logs') as ApiLogs
  const sdk = requirePeer('opentelemetry', '@opentelemetry/sdk-logs') as SdkLogs
  const azure = requirePeer('opentelemetry', '@azure/monitor-opentelemetry-exporter') as AzureExporter
  const winston = requirePeer('opentelemetry', '@opentelemetry/winston-transport') as WinstonTransport

  const exporter = new azure.AzureMonitorLogExporter({ connectionString })
  const provider = new sdk.LoggerProvider({ processors: [new sdk.BatchLogRecordProcessor(exporter, options)] })
  logs.setGlobalLoggerProvider(provider)
  const logger = logThrough(new winston.OpenTelemetryTransportV3())
  return {
    ...logger,
    close: async () => {
      await logger.close() // the transport only passes records to the provider
      await provider.shutdown()
    },
  }
}

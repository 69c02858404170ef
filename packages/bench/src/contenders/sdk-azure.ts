import type { OpenContender } from '../contender'
import { requirePeer } from '../peers'
import { loadSdk } from './sdk'
import { spansThrough } from './spans-through'

interface AzureExporter {
  readonly AzureMonitorTraceExporter: new (options: { readonly connectionString: string }) => object
}

export function open(connectionString: string, options: { readonly maxQueueSize?: number } = {}): OpenContender {
  const { BasicTracerProvider, BatchSpanProcessor } = loadSdk()
  const azure = requirePeer('opentelemetry', '@azure/monitor-opentelemetry-exporter') as AzureExporter
  const exporter = new azure.AzureMonitorTraceExporter({ connectionString })
  const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter, options)] })
  return { log: spansThrough(provider.getTracer('bench')), close: () => provider.shutdown() }
}

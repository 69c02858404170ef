import { TelemetryClient } from '@azmon/core'
import { AzureMonitorSpanExporter } from '@azmon/tracing/otel'
import type { OpenContender } from '../contender'
import { lostOf } from './lost'
import { loadSdk } from './sdk'
import { spansThrough } from './spans-through'

export function open(connectionString: string): OpenContender {
  const { BasicTracerProvider, SimpleSpanProcessor } = loadSdk()
  const client = new TelemetryClient({ connectionString })
  const exporter = new AzureMonitorSpanExporter({ client })
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  return {
    log: spansThrough(provider.getTracer('bench')),
    close: () => provider.shutdown(),
    reportedLost: () => lostOf(client.stats()),
  }
}

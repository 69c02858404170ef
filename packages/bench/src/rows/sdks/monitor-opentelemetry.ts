import type * as Api from '@opentelemetry/api'
import { requirePeer } from '../../peers'
import type { Sdk, StartOptions } from '../sdk'

interface Distro {
  useAzureMonitor(options: object): void
  shutdownAzureMonitor(): Promise<void>
}

interface ApiLogs {
  readonly logs: { getLogger(name: string): { emit(record: object): void } }
}

export function open({ connectionString, sampledPercent }: StartOptions): Sdk {
  const { useAzureMonitor, shutdownAzureMonitor } = requirePeer('distro', '@azure/monitor-opentelemetry') as Distro
  useAzureMonitor({
    azureMonitorExporterOptions: { connectionString },
    samplingRatio: sampledPercent / 100,
    tracesPerSecond: 0, // the default keeps about five traces a second, so every run would have other rows
    instrumentationOptions: { winston: { enabled: true } }, // by default there are no logs
  })
  const { trace, metrics, SpanKind, SpanStatusCode } = requirePeer('distro', '@opentelemetry/api') as typeof Api
  const logger = (requirePeer('distro', '@opentelemetry/api-logs') as ApiLogs).logs.getLogger('shop')
  const meter = metrics.getMeter('shop')
  const tracer = trace.getTracer('shop')
  const span = (name: string, kind: Api.SpanKind, attributes: Api.Attributes, ms = 0) => {
    const endTime = Date.now()
    const started = tracer.startSpan(name, { kind, attributes, startTime: endTime - ms })
    if (kind === SpanKind.SERVER) started.setStatus({ code: SpanStatusCode.ERROR })
    started.end(endTime)
  }
  return {
    transports: [],
    track: {
      trace: ({ message, properties }) => logger.emit({ body: message, attributes: properties }),
      exception: ({ error: { name, message, stack }, properties }) =>
        logger.emit({
          severityNumber: 17,
          attributes: {
            ...properties,
            'exception.type': name,
            'exception.message': message,
            'exception.stacktrace': stack,
          },
        }),
      event: ({ name, properties, measurements }) =>
        logger.emit({ attributes: { ...properties, ...measurements, 'microsoft.custom_event.name': name } }),
      metric: ({ name, value, properties }) => meter.createHistogram(name).record(value, properties),
      request: ({ name, url, status, ms }) =>
        span(name, SpanKind.SERVER, { 'http.method': 'GET', 'http.url': url, 'http.status_code': status }, ms),
      span: ({ name, attributes }) => span(name, SpanKind.CLIENT, attributes),
    },
    close: () => shutdownAzureMonitor(),
  }
}

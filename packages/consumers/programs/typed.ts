// A strict program that uses the public types of all packages. It is only compiled.
import {
  ConfigurationError,
  type DeliveryReport,
  type Envelope,
  type Processor,
  SeverityLevel,
  type Stats,
  TelemetryClient,
  type TelemetryClientOptions,
  type TokenCredential,
} from '@azmon/core'
import {
  type AzureMonitorStream,
  type AzureMonitorStreamOptions,
  type AzureMonitorTargetOptions,
  azureMonitorStream,
  type TraceMixin,
  traceMixin,
  validateOptions,
} from '@azmon/pino'
import {
  consoleSpanExporter,
  createTracing,
  ProbabilitySampler,
  type Sampler,
  type SpanExporter,
  type Tracing,
  type TracingOptions,
} from '@azmon/tracing'
import { ApplicationInsightsSampler, AzureMonitorSpanExporter } from '@azmon/tracing/otel'
import { AzureMonitorTransport, type AzureMonitorTransportOptions, correlate, type LevelMap } from '@azmon/winston'
import { type Span, trace } from '@opentelemetry/api'
import { pino } from 'pino'
import * as sdk1 from 'sdk-trace-1'
import * as sdk2 from 'sdk-trace-2'
import { createLogger, type Logger } from 'winston'

const credential: TokenCredential = {
  getToken: async (scope) => ({ token: scope.toUpperCase(), expiresOnTimestamp: Date.now() }),
}
const withoutHealthChecks: Processor = (envelope: Envelope) => envelope.data.baseType !== 'AvailabilityData'
const levelMap: LevelMap = { audit: SeverityLevel.Warning, silly: 0 }

const clientOptions: TelemetryClientOptions = {
  cloudRole: 'shop',
  credential,
  processors: [withoutHealthChecks, './processors/tenant.js'],
  proxy: { https: 'http://127.0.0.1:3128', noProxy: undefined },
  samplingRatioByKind: { Message: 0.1 },
  onDrop: (reason, count) => reason.startsWith('queue') && count > 0,
  onError: (error) => error.message,
}
const client = new TelemetryClient(clientOptions)
client.trackTrace({ message: 'Order placed', severityLevel: SeverityLevel.Information, properties: { orderId: 42 } })
client.trackException({ exception: new RangeError('expired in 03/24') })

const transportOptions: AzureMonitorTransportOptions = { level: 'debug', levelMap, client }
const transport = new AzureMonitorTransport(transportOptions)
const orders: Logger = correlate(createLogger({ transports: [transport] }))
orders.error('Card declined', { err: new ConfigurationError('cloudRole', 'cloudRole must be a text, got 42.') })

const targetOptions: AzureMonitorTargetOptions = {
  levelMap,
  recordsAs: 'event',
  processors: ['./processors/tenant.js'],
}
const mixin: TraceMixin = traceMixin()
pino({ mixin, transport: { target: '@azmon/pino', options: validateOptions(targetOptions) } }).info('Order placed')

const streamOptions: AzureMonitorStreamOptions = { ...clientOptions, timeKey: 'timestamp', nestedKey: undefined }
const stream: AzureMonitorStream = azureMonitorStream(streamOptions)
pino({ level: 'debug' }, stream).info({ orderId: 42 }, 'Order placed')

const sampler: Sampler = {
  decide: ({ parent, ...beginning }) =>
    new ProbabilitySampler(0.5).decide({ parent: parent ?? undefined, ...beginning }),
}
const slowOnes: SpanExporter = ({ name, durationMs, attributes }) => durationMs > 1_000 && `${name} ${attributes['id']}`
const tracingOptions: TracingOptions = { client, sampler, exporters: [slowOnes, consoleSpanExporter()] }
const tracing: Tracing = createTracing(tracingOptions)
trace.setGlobalTracerProvider(tracing.provider)
export const total: Promise<number> = tracing.tracer.span('add up', async (span: Span) => {
  span.setAttribute('items', 3)
  return 12.5
})

// The SDKs of OpenTelemetry accept our exporter and our sampler.
const exporter = new AzureMonitorSpanExporter(clientOptions)
const spanSampler = new ApplicationInsightsSampler(0.5)
new sdk1.BasicTracerProvider({ sampler: spanSampler, spanProcessors: [new sdk1.BatchSpanProcessor(exporter)] })
new sdk2.BasicTracerProvider({ sampler: spanSampler, spanProcessors: [new sdk2.BatchSpanProcessor(exporter)] })

export async function deliver(): Promise<number> {
  const reports: readonly DeliveryReport[] = [await transport.flush(), await stream.close({ timeoutMs: 1_000 })]
  const stats: Stats = client.stats()
  return reports.reduce((sent, report) => sent + report.sent, stats.sent)
}

// @ts-expect-error a ratio is a number
new TelemetryClient({ samplingRatio: '0.5' })
// @ts-expect-error there is no such option
new AzureMonitorTransport({ cloudRoll: 'shop' })
// @ts-expect-error a function cannot be passed to a worker
validateOptions({ processors: [withoutHealthChecks] })
// @ts-expect-error a sampler has a decide method
createTracing({ sampler: {} })
// @ts-expect-error a severity is 0 to 4
azureMonitorStream({ levelMap: { audit: 5 } })

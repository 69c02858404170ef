// The public types of all three packages, as a strict program uses them. It is compiled, never run.
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
import { AzureMonitorTransport, type AzureMonitorTransportOptions, correlate, type LevelMap } from '@azmon/winston'
import { pino } from 'pino'
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

export async function deliver(): Promise<number> {
  const reports: readonly DeliveryReport[] = [await transport.flush(), await stream.close({ timeoutMs: 1_000 })]
  const stats: Stats = client.stats()
  return reports.reduce((sent, report) => sent + report.sent, stats.sent)
}

// @ts-expect-error a ratio is a number
new TelemetryClient({ samplingRatio: '0.5' })
// @ts-expect-error there is no such option
new AzureMonitorTransport({ cloudRoll: 'shop' })
// @ts-expect-error no function reaches a worker
validateOptions({ processors: [withoutHealthChecks] })
// @ts-expect-error a severity is 0 to 4
azureMonitorStream({ levelMap: { audit: 5 } })

import type { Logger } from 'winston'

/** Warns once about each other transport that sends the same records to Azure Monitor. */
export function warnOfOtherSenders(logger: Logger): void {
  for (const transport of logger.transports ?? []) {
    const sender = SENDERS.get(transport.constructor.name)
    if (sender === undefined || warned.has(sender)) continue
    warned.add(sender)
    process.emitWarning(`${sender.name} sends this logger's records too: each may arrive twice. ${sender.cure}`, {
      type: 'AzmonWarning',
    })
  }
}

// --- helpers, in order of use ---

interface Sender {
  readonly name: string
  readonly cure: string
}

/** By the class name of their transports, so that none of them has to be loaded. */
const SENDERS: ReadonlyMap<string, Sender> = new Map([
  [
    'OpenTelemetryTransportV3',
    {
      name: '@opentelemetry/winston-transport',
      cure: 'Switch it off with disableLogSending of @opentelemetry/instrumentation-winston.',
    },
  ],
  [
    'AppInsightsTransport',
    { name: 'applicationinsights', cure: 'Switch its collection of logs off: setAutoCollectConsole(false).' },
  ],
  [
    'AzureApplicationInsightsLogger',
    { name: 'winston-azure-application-insights', cure: 'Take its transport out of the logger.' },
  ],
])

const warned = new Set<Sender>()

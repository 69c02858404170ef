import type { Logger } from 'winston'

/** Warns once about each other transport that sends the same records to Azure Monitor. */
export function warnOfOtherSenders(logger: Logger): void {
  for (const transport of logger.transports ?? []) {
    const [sender, cure] = SENDERS.get(transport.constructor.name) ?? []
    if (sender === undefined || warned.has(sender)) continue
    warned.add(sender)
    process.emitWarning(`${sender} sends this logger's records too: each may arrive twice. ${cure}`, {
      type: 'AzmonWarning',
    })
  }
}

// --- helpers ---

/** Packages and cures by the class name of their transports, so that none of them has to be loaded. */
const SENDERS: ReadonlyMap<string, readonly [sender: string, cure: string]> = new Map([
  [
    'OpenTelemetryTransportV3',
    [
      '@opentelemetry/winston-transport',
      'Switch it off with disableLogSending of @opentelemetry/instrumentation-winston.',
    ],
  ],
  ['AppInsightsTransport', ['applicationinsights', 'Switch off its collection of logs: setAutoCollectConsole(false).']],
  ['AzureApplicationInsightsLogger', ['winston-azure-application-insights', 'Remove its transport from the logger.']],
])

const warned = new Set<string>()

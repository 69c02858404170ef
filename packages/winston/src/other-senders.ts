import { warnOnce } from '@azmon/core/adapter'
import type { Logger } from 'winston'

/** Warns once about each other transport that sends the same records to Azure Monitor. */
export function warnOfOtherSenders(logger: Logger): void {
  for (const transport of logger.transports ?? []) {
    const [sender, cure] = SENDERS.get(transport.constructor.name) ?? []
    if (sender !== undefined)
      warnOnce(sender, `${sender} sends this logger's records, too, so each may arrive twice. ${cure}`)
  }
}

// --- helpers ---

const INSTRUMENTATION = '@opentelemetry/instrumentation-winston'

/** Maps the class name of a transport to its package and the cure, so that the packages need not be loaded. */
const SENDERS: ReadonlyMap<string, readonly [sender: string, cure: string]> = new Map([
  ['OpenTelemetryTransportV3', ['@opentelemetry/winston-transport', `Set disableLogSending of ${INSTRUMENTATION}.`]],
  ['AppInsightsTransport', ['applicationinsights', 'Switch off its collection of logs: setAutoCollectConsole(false).']],
  ['AzureApplicationInsightsLogger', ['winston-azure-application-insights', 'Remove its transport from the logger.']],
])

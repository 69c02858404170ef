import { type DeliveryReport, type FlushOptions, type Stats, TelemetryClient } from '@azmon/core'
import { type LineStream, lineStream } from './line-stream'
import { type AzureMonitorStreamOptions, splitOptions } from './stream-options'

/** pino's destination in process. */
export interface AzureMonitorStream extends LineStream {
  /** Flushes, then stores what was not sent. What is logged from now on is dropped and counted. */
  close(options?: FlushOptions): Promise<DeliveryReport>
  /** The account of this stream's destination. */
  stats(): Stats
}

/**
 * The transport without a worker: for bundlers, serverless functions and tests. Sends what pino writes to Azure Monitor,
 * behind the application's back; after construction it throws nothing.
 *
 * @throws ConfigurationError when an option cannot work.
 * @example
 * const logger = pino(azureMonitorStream({ connectionString }))
 */
export function azureMonitorStream(options: AzureMonitorStreamOptions = {}): AzureMonitorStream {
  const { mapping, client: given, clientOptions } = splitOptions(options)
  const client = given ?? new TelemetryClient(clientOptions)
  const close = (how?: FlushOptions) => (given === undefined ? client.close(how) : client.flush(how))
  const stream = lineStream(client, mapping, () => close())
  return Object.assign(stream, { close, stats: () => client.stats() })
}

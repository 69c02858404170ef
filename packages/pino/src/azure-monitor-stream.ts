import type { DeliveryReport, FlushOptions, Stats } from '@azmon/core'
import { LogSink } from '@azmon/core/adapter'
import { type LineStream, lineStream } from './line-stream'
import { type AzureMonitorStreamOptions, splitOptions } from './stream-options'

/** A destination for pino in the process of the logger. */
export interface AzureMonitorStream extends LineStream {
  /** Flushes, then stores what was not sent. Records that are logged afterwards are dropped and counted. */
  close(options?: FlushOptions): Promise<DeliveryReport>
  /** Returns the delivery statistics of the destination. All clients in the process with the same destination share them. */
  stats(): Stats
}

/**
 * Returns a transport that runs without a worker, for bundlers, serverless functions and tests. Sends pino's records to Azure
 * Monitor in the background; never throws after construction.
 *
 * @throws ConfigurationError if an option cannot work.
 * @example
 * const logger = pino(azureMonitorStream({ connectionString }))
 */
export function azureMonitorStream(options: AzureMonitorStreamOptions = {}): AzureMonitorStream {
  const { mapping, ...split } = splitOptions(options)
  const sink = new LogSink(split)
  const close = (flushOptions?: FlushOptions) => sink.close(flushOptions)
  const stream = lineStream(sink.client, mapping, () => close())
  return Object.assign(stream, { close, stats: () => sink.stats() })
}

import type { DeliveryReport, FlushOptions, Stats } from '@azmon/core'
import { LogSink } from '@azmon/core/adapter'
import { type LineStream, lineStream } from './line-stream'
import { type AzureMonitorStreamOptions, splitOptions } from './stream-options'

/** pino's destination in process. */
export interface AzureMonitorStream extends LineStream {
  /** Flushes, then stores what was not sent. What is logged from now on is dropped and counted. */
  close(options?: FlushOptions): Promise<DeliveryReport>
  /** The account of this stream's destination, which all its clients in the process share. */
  stats(): Stats
}

/**
 * The transport without a worker, for bundlers, serverless functions and tests. Sends what pino writes to Azure Monitor in
 * the background; never throws after construction.
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

import type { Writable } from 'node:stream'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { TelemetryClient, TelemetryError } from '@azmon/core'
import { lineStream } from './line-stream'
import { withOfferedOptions } from './offered-options'
import { untilConfigured } from './pino-config'
import { refusingStream } from './refusing-stream'
import { listenersFor, reportStats } from './reports'
import { type AzureMonitorTargetOptions, splitTargetOptions } from './target-options'
import { printWarningsAtOnce } from './worker-stderr'

/**
 * Opens the transport. pino calls this function in its worker for `transport: { target: '@azmon/pino', options }`. If an option
 * cannot work, the stream on the main thread emits an `'error'` whose message begins with `AZMON_CONFIGURATION`, because pino
 * passes on only the message.
 */
export async function target(options: AzureMonitorTargetOptions = {}): Promise<Writable> {
  try {
    return await open(withoutPinos(options))
  } catch (error) {
    if (!(error instanceof TelemetryError)) throw error
    return refuse(new Error(`${error.code}: ${error.message}`))
  }
}

// --- helpers, in order of use ---

/** Options that pino adds. `levels` is ignored, because pino's configuration message is more complete. */
const PINOS_OPTIONS: readonly string[] = ['$context', 'pinoWillSendConfig', 'levels', 'dedupe']

function withoutPinos(options: AzureMonitorTargetOptions): AzureMonitorTargetOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !PINOS_OPTIONS.includes(name)))
}

async function open(options: AzureMonitorTargetOptions): Promise<Writable> {
  const port = pinosPort()
  if (port !== null) printWarningsAtOnce()
  // Waits before it opens the client, because loading undici in the next turn would delay the first lines.
  const config = port === null ? {} : await untilConfigured(port)
  const { mapping, clientOptions } = splitTargetOptions(withOfferedOptions(options))
  const exitFlushMs = Math.min(clientOptions.exitFlushMs ?? DEFAULT_FLUSH_MS, MAX_FLUSH_MS)
  const client = new TelemetryClient({ ...clientOptions, exitFlushMs, ...(port === null ? {} : listenersFor(port)) })
  const stopReporting = port === null ? () => {} : reportStats(client, port)
  const { durability } = clientOptions
  const stream = lineStream(client, mapping, (spentMs) => client.closeBeforeExit(spentMs).finally(stopReporting), {
    config,
    // A journal must contain each line when the log call returns.
    acceptsAtOnce: durability !== 'journal' && durability !== 'journal+fsync',
    // Without a disk, lines that do not fit into the queue would be lost before it can be sent.
    endsAtOnce: durability !== 'memory',
  })
  port?.on('message', (message: unknown) => stream.emit('message', message))
  return stream
}

function refuse(error: Error): Writable {
  const port = pinosPort()
  if (port === null) throw error
  return refusingStream(error, port)
}

/** Less than the ten seconds that an exiting process waits for its worker. */
const DEFAULT_FLUSH_MS = 3_000
const MAX_FLUSH_MS = 7_000

/** Returns the port to the main thread; null if pino does not listen to it. */
function pinosPort(): MessagePort | null {
  return workerData?.workerData?.pinoWillSendConfig === true ? parentPort : null
}

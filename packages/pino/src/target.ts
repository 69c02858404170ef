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
 * What pino calls in its worker for `transport: { target: '@azmon/pino', options }`. Where an option cannot work the main
 * thread hears of it as an `'error'` of the stream, of which only the message reaches it: it begins with
 * `AZMON_CONFIGURATION`.
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

/** What pino puts between the options: of the levels it tells more by the way of its configuration. */
const PINOS_OPTIONS: readonly string[] = ['$context', 'pinoWillSendConfig', 'levels', 'dedupe']

function withoutPinos(options: AzureMonitorTargetOptions): AzureMonitorTargetOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !PINOS_OPTIONS.includes(name)))
}

async function open(options: AzureMonitorTargetOptions): Promise<Writable> {
  const port = pinosPort()
  if (port !== null) printWarningsAtOnce()
  // First of all: the client loads undici in the turn after it is made, and the first lines should not wait for that.
  const config = port === null ? {} : await untilConfigured(port)
  const { mapping, clientOptions } = splitTargetOptions(withOfferedOptions(options))
  const exitFlushMs = Math.min(clientOptions.exitFlushMs ?? DEFAULT_FLUSH_MS, MAX_FLUSH_MS)
  const client = new TelemetryClient({ ...clientOptions, exitFlushMs, ...(port === null ? {} : listenersFor(port)) })
  const stopReporting = port === null ? () => {} : reportStats(client, port)
  const { durability } = clientOptions
  const stream = lineStream(client, mapping, (spentMs) => client.closeBeforeExit(spentMs).finally(stopReporting), {
    config,
    // A journal has a line when the application has handed it over; without a disk, the queue needs time to be sent.
    acceptsAtOnce: durability !== 'journal' && durability !== 'journal+fsync',
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

/** The process waits for our end when it exits, and gives up on us after ten seconds. */
const DEFAULT_FLUSH_MS = 3_000
const MAX_FLUSH_MS = 7_000

/** The way to the main thread; null where nobody understands there what we say. */
function pinosPort(): MessagePort | null {
  return workerData?.workerData?.pinoWillSendConfig === true ? parentPort : null
}

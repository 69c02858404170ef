import type { IncomingMessage } from 'node:http'
import { type DeliveryReport, type FlushOptions, TelemetryClient, type TelemetryClientOptions } from '@azmon/core'
import { isUnconfigured, offerToWorkers } from '@azmon/core/adapter'
import { createMetrics, type Metrics } from '@azmon/metrics'
import { createTracing, type Tracing } from '@azmon/tracing'
import { keepWorkerStreams } from './keep-worker-streams'
import { lookForLocal } from './look-for-local'
import { type Parts, type StartOptions, splitOptions } from './start-options'

/** All started parts, sharing one client. */
export interface Azmon {
  readonly client: TelemetryClient
  readonly tracing: Tracing
  readonly metrics: Metrics
  /**
   * Sends all telemetry recorded so far, including metrics. Always resolves; the report counts the items that were not sent.
   */
  flush(options?: FlushOptions): Promise<DeliveryReport>
  /** Stops everything and sends the remaining telemetry. Items that cannot be sent are stored. May be called again. */
  shutdown(options?: FlushOptions): Promise<DeliveryReport>
}

/**
 * Starts everything: registers a tracer, tracks incoming and outgoing requests, collects standard metrics, and records
 * uncaught errors. If it is already running, returns the running instance, whose options do not change.
 *
 * @throws ConfigurationError if an option is invalid.
 * @example
 * const azmon = start({ connectionString })
 */
export function start<Req extends IncomingMessage = IncomingMessage>(options: StartOptions<Req> = {}): Azmon {
  const parts = splitOptions(options)
  const last = holder[STARTED]
  if (last === undefined || last.isOver) return startAll(parts)
  const late = Object.keys(options)
  if (late.length > 0) {
    const names = late.join(' and ')
    warn(
      `${names} ${late.length === 1 ? 'was' : 'were'} given after start() and ${late.length === 1 ? 'is' : 'are'} ignored. ${FIRST}`,
    )
  }
  return last.azmon
}

/** Returns the instance that was started last, even after its shutdown, or starts one with the default options. */
export function started(): Pick<Started, 'azmon' | 'clientOptions'> {
  if (holder[STARTED] === undefined) start()
  return holder[STARTED] as Started
}

// --- helpers, in order of use ---

const { version }: { readonly version: string } = require('../package.json')

/** The key is shared by all copies of this package with the same major version. */
const STARTED = Symbol.for(`azmon.started.${version.split('.')[0]}`)

interface Started {
  readonly azmon: Azmon
  readonly clientOptions: TelemetryClientOptions
  isOver: boolean
}

const holder = globalThis as { [STARTED]?: Started }

const FIRST = 'Call start() in the module that is imported first, or use azmon/register instead.'

function startAll(parts: Parts): Azmon {
  if (isUnconfigured(parts.clientOptions)) void lookForLocal().then((advice) => advice && warn(advice)) // must run before calls are tracked
  const client = new TelemetryClient(parts.clientOptions)
  try {
    return startOn(client, parts)
  } catch (error) {
    client.release() // nothing else uses the client yet
    throw error
  }
}

function startOn(client: TelemetryClient, parts: Parts): Azmon {
  const { clientOptions, tracingOptions, metricsOptions, isTraced, incoming, outgoing } = parts
  const tracing = createTracing({ ...tracingOptions, client })
  const metrics = createMetrics({ ...metricsOptions, client })
  // If the application has registered another tracer, that tracer tracks the requests.
  if (isTraced && tracing.register()) {
    if (incoming !== undefined) tracing.trackIncoming(incoming)
    if (outgoing !== undefined) tracing.trackOutgoing(outgoing)
  }
  offerToWorkers(clientOptions)
  const stopKeeping = keepWorkerStreams()
  let ending: Promise<DeliveryReport> | undefined
  const end = async (how?: FlushOptions) => {
    own.isOver = true
    offerToWorkers(undefined)
    stopKeeping()
    await Promise.all([tracing.close({ timeoutMs: 0 }), metrics.close({ timeoutMs: 0 })])
    return client.close(how)
  }
  const shutdown = (how?: FlushOptions) => {
    ending ??= end(how)
    return ending
  }
  const own: Started = {
    azmon: { client, tracing, metrics, flush: (how) => metrics.flush(how), shutdown },
    clientOptions,
    isOver: false,
  }
  holder[STARTED] = own
  return own.azmon
}

/** Emits a Node warning, so that `--no-warnings` and listeners of 'warning' apply. */
function warn(message: string): void {
  process.emitWarning(message, { type: 'AzmonWarning' })
}

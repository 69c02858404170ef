import { type DeliveryReport, type FlushOptions, TelemetryClient, type TelemetryClientOptions } from '@azmon/core'
import { isUnconfigured, offerToWorkers } from '@azmon/core/adapter'
import { routeOf } from '@azmon/express'
import { createMetrics, type Metrics } from '@azmon/metrics'
import { createTracing, type Tracing } from '@azmon/tracing'
import { keepWorkerStreams } from './keep-worker-streams'
import { lookForLocal } from './look-for-local'
import { type Parts, type StartOptions, splitOptions } from './start-options'

/** Everything that has been started, on one client. */
export interface Azmon {
  readonly client: TelemetryClient
  readonly tracing: Tracing
  readonly metrics: Metrics
  /** Sends everything so far, metrics too. Resolves even on failure: what was not sent is in the report. */
  flush(options?: FlushOptions): Promise<DeliveryReport>
  /** Stops everything and sends what is left; what cannot be sent is stored. Safe to call again. */
  shutdown(options?: FlushOptions): Promise<DeliveryReport>
}

/**
 * Starts everything: a tracer is registered, requests in both directions are tracked, standard metrics are collected, and
 * uncaught errors recorded. Where that has been done already, it is what is returned, whatever the options.
 *
 * @throws ConfigurationError when an option cannot work.
 * @example
 * const azmon = start({ connectionString })
 */
export function start(options: StartOptions = {}): Azmon {
  const parts = splitOptions(options)
  const last = holder[STARTED]
  if (last === undefined || last.isOver) return startAll(parts)
  const late = Object.keys(options)
  if (late.length > 0) warn(`${late.join(', ')} came after the start, and is ignored. ${FIRST}`)
  return last.azmon
}

/** What has been started, also if it has been shut down meanwhile; where nothing has, it is started now. */
export function started(): Pick<Started, 'azmon' | 'clientOptions'> {
  if (holder[STARTED] === undefined) start()
  return holder[STARTED] as Started
}

// --- helpers, in order of use ---

const { version }: { readonly version: string } = require('../package.json')

/** Of all copies of this package in the process, but for other majors. */
const STARTED = Symbol.for(`azmon.started.${version.split('.')[0]}`)

interface Started {
  readonly azmon: Azmon
  readonly clientOptions: TelemetryClientOptions
  isOver: boolean
}

const holder = globalThis as { [STARTED]?: Started }

const FIRST =
  'Call start() before anything else does, in a module that is imported first, or leave it to azmon/register.'

function startAll(parts: Parts): Azmon {
  if (isUnconfigured(parts.clientOptions)) void lookForLocal().then((advice) => advice && warn(advice)) // before calls are tracked
  const client = new TelemetryClient(parts.clientOptions)
  try {
    return startOn(client, parts)
  } catch (error) {
    client.release() // nobody else knows of it
    throw error
  }
}

function startOn(client: TelemetryClient, parts: Parts): Azmon {
  const { clientOptions, tracingOptions, metricsOptions, isTraced, incoming, outgoing } = parts
  const tracing = createTracing({ ...tracingOptions, client })
  const metrics = createMetrics({ ...metricsOptions, client })
  // Where an application has another tracer, that one tracks its requests.
  if (isTraced && tracing.register()) {
    if (incoming !== undefined) tracing.trackIncoming({ routeOf, ...incoming })
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

/** One line on stderr, by Node's own way, so that `--no-warnings` and a `warning` listener work as ever. */
function warn(message: string): void {
  process.emitWarning(message, { type: 'AzmonWarning' })
}

import { once } from 'node:events'
import { context, trace } from '@opentelemetry/api'
import pino, { type DestinationStream } from 'pino'
import type { OpenContender } from '../contender'

export type Mixin = () => object

/** Creates a logger with pino's defaults, and with the mixin if it is given. */
export function logThroughPino(to: DestinationStream, mixin: Mixin | undefined): Pick<OpenContender, 'log' | 'child'> {
  const logger = pino(mixin === undefined ? {} : { mixin }, to)
  const through =
    (one: pino.Logger): OpenContender['log'] =>
    ({ level, message, fields }) =>
      one[level](fields, message)
  return { log: through(logger), child: (bound) => through(logger.child(bound)) }
}

/** Writes the active span into each line, as OpenTelemetry's instrumentation for pino does. */
export function spanMixin(): object {
  const span = trace.getSpanContext(context.active())
  if (span === undefined) return {}
  return { trace_id: span.traceId, span_id: span.spanId, trace_flags: `0${span.traceFlags.toString(16)}` }
}

/** Ends the worker. The interval keeps the process alive until then, because the worker does not. */
export async function endOf(transport: ReturnType<typeof pino.transport>): Promise<void> {
  const stay = setInterval(() => {}, 1_000)
  transport.end()
  await once(transport, 'close')
  clearInterval(stay)
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { DeliveryReport, FlushOptions } from '@azmon/core'
import { AdapterClient, callSafely } from '@azmon/core/adapter'
import { context, propagation, type Span, type TracerProvider, trace } from '@opentelemetry/api'
import { AsyncContextManager } from './context-manager'
import type { FinishedSpan } from './finished-span'
import { Incoming } from './incoming'
import type { IncomingOptions } from './incoming-options'
import { type Invocation, runInvocation } from './invocation'
import { trackOutgoing } from './outgoing'
import { OutgoingCalls, type OutgoingOptions } from './outgoing-calls'
import { rowsOf } from './rows-of'
import { Tracer } from './tracer'
import { splitTracingOptions, type TracingOptions } from './tracing-options'
import type { StartedRequest } from './tracked-request'
import { checkIncomingOptions, checkOutgoingOptions } from './tracker-options'

/** Spans for Azure Monitor, by the interfaces of `@opentelemetry/api`. */
export interface Tracing {
  readonly provider: TracerProvider
  /** For the application's own spans. */
  readonly tracer: Tracer
  /**
   * Makes it what `@opentelemetry/api` hands out, so that instrumentation and loggers find it. Where another provider is
   * that already, it stays, and the answer is false.
   */
  register(): boolean
  /**
   * Tracks every request to an `http` or `https` server. Returns how to stop.
   * @throws ConfigurationError when an option cannot work.
   */
  trackRequests(server: Server, options?: IncomingOptions): () => void
  /** The same for each `http` and `https` server of the process, also those that nobody hands over. Returns how to stop. */
  trackIncoming(options?: IncomingOptions): () => void
  /** Begins the span of one request, which ends with its answer; for a framework that hands over both. */
  startRequest(request: IncomingMessage, response: ServerResponse, options?: IncomingOptions): StartedRequest
  /** Tracks what this process asks of others by `fetch`, undici, `http` and `https`. Returns how to stop. */
  trackOutgoing(options?: OutgoingOptions): () => void
  /**
   * Runs one invocation of a serverless function: a request, like one to a server. Resolves, or rejects, as `work` does,
   * when everything has been sent: after that, the function may be frozen.
   */
  withInvocation<T>(invocation: Invocation, work: (span: Span) => T | PromiseLike<T>): Promise<T>
  /** Sends everything that has ended so far. Resolves even on failure: what was not sent is in the report. */
  flush(options?: FlushOptions): Promise<DeliveryReport>
  /** Stops tracking and takes back `register`, at once, and flushes. Without a client of the application's, later spans are dropped and counted. */
  close(options?: FlushOptions): Promise<DeliveryReport>
}

/**
 * After construction nothing in here throws, but what the application's own functions throw.
 *
 * @throws ConfigurationError when an option cannot work.
 * @example
 * const tracing = createTracing({ connectionString })
 * tracing.register()
 * await tracing.tracer.span('place order', async (span) => …)
 */
export function createTracing(options: TracingOptions = {}): Tracing {
  const { sampler, propagator, exporters, ...split } = splitTracingOptions(options)
  const sink = new AdapterClient(split)
  const { client } = sink
  const azure = (span: FinishedSpan) => {
    for (const envelope of rowsOf(() => span, client)) client.track(envelope)
  }
  const trackers = new Set<() => void>()
  const stoppable = (stop: () => void) => {
    trackers.add(stop)
    return () => {
      trackers.delete(stop)
      stop()
    }
  }
  const onEnd = (span: FinishedSpan) => {
    azure(span)
    // The code that ends a span must not suffer from what looks at it.
    for (const exporter of exporters) {
      callSafely(
        () => exporter(span),
        (error) => client.reportFailure('An exporter of spans', error),
      )
    }
  }
  const tracer = new Tracer({ sampler, onEnd, onLeftOut: () => client.countFiltered('sampling') })
  const provider: TracerProvider = { getTracer: () => tracer }
  client.onLastWords((isFinal) => isFinal && tracer.openRequests.interrupt())
  let isRegistered = false

  return {
    provider,
    tracer,
    register: () => {
      if (isRegistered) return true
      isRegistered = trace.setGlobalTracerProvider(provider)
      if (!isRegistered) return warnOfOther()
      context.setGlobalContextManager(new AsyncContextManager().enable())
      propagation.setGlobalPropagator(propagator)
      return true
    },
    trackRequests: (server, how = {}) => {
      checkIncomingOptions(how)
      return stoppable(new Incoming(tracer, propagator, how).track(server))
    },
    trackIncoming: (how = {}) => {
      checkIncomingOptions(how)
      return stoppable(new Incoming(tracer, propagator, how).trackAll())
    },
    startRequest: (request, response, how = {}) => new Incoming(tracer, propagator, how).start(request, response),
    trackOutgoing: (how = {}) => {
      checkOutgoingOptions(how)
      return stoppable(trackOutgoing(new OutgoingCalls(tracer, propagator, how)))
    },
    withInvocation: async (invocation, work) => {
      try {
        return await runInvocation(invocation, work, tracer, propagator)
      } finally {
        await client.flush()
      }
    },
    flush: (how) => client.flush(how),
    close: async (how) => {
      for (const stop of trackers) stop()
      trackers.clear()
      // At once: who begins anew need not wait for what is still being sent.
      if (isRegistered) for (const api of [trace, context, propagation]) api.disable()
      isRegistered = false
      return sink.close(how)
    },
  }
}

// --- helpers ---

let hasWarned = false

function warnOfOther(): false {
  const cure = 'Register only one of the two, or give our exporter to the other one.'
  if (!hasWarned)
    process.emitWarning(`Another tracer provider is registered already. ${cure}`, { type: 'AzmonWarning' })
  hasWarned = true
  return false
}

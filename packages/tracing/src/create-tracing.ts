import type { IncomingMessage } from 'node:http'
import type { DeliveryReport, FlushOptions } from '@azmon/core'
import { AdapterClient, callSafely } from '@azmon/core/adapter'
import { context, propagation, type Span, type TracerProvider, trace } from '@opentelemetry/api'
import { AsyncContextManager } from './context-manager'
import type { FinishedSpan } from './finished-span'
import { Incoming } from './incoming'
import type { IncomingOptions } from './incoming-options'
import { type Invocation, runInvocation } from './invocation'
import { endWaitingSpans } from './joined-spans'
import { OutgoingCalls } from './outgoing/calls'
import type { OutgoingOptions } from './outgoing/outgoing-options'
import { trackOutgoing } from './outgoing/track-outgoing'
import { watchFastify } from './routes/fastify'
import { rowsOf } from './rows-of'
import type { AnyRequest, AnyResponse, AnyServer } from './server-events'
import { Tracer } from './tracer'
import { splitTracingOptions, type TracingOptions } from './tracing-options'
import type { StartedRequest } from './tracked-request'
import { checkIncomingOptions, checkOutgoingOptions } from './tracker-options'

/** Makes spans for Azure Monitor through the interfaces of `@opentelemetry/api`. */
export interface Tracing {
  readonly provider: TracerProvider
  /** Makes the application's own spans. */
  readonly tracer: Tracer
  /**
   * Registers the provider with `@opentelemetry/api`, so that instrumentation and loggers find it. Returns false, and changes
   * nothing, if another provider is already registered.
   */
  register(): boolean
  /**
   * Tracks every request to an `http`, `https` or `http2` server. Returns a function that stops it.
   * @throws ConfigurationError if an option is invalid.
   */
  trackRequests<Req extends IncomingMessage = IncomingMessage>(
    server: AnyServer,
    options?: IncomingOptions<Req>,
  ): () => void
  /**
   * Tracks every request to every `http`, `https` and `http2` server of the process. Returns a function that stops it.
   * @throws ConfigurationError if an option is invalid.
   */
  trackIncoming<Req extends IncomingMessage = IncomingMessage>(options?: IncomingOptions<Req>): () => void
  /** Starts the span of one request; the span ends with the response. For frameworks whose middleware receives both objects. */
  startRequest(request: AnyRequest, response: AnyResponse, options?: IncomingOptions): StartedRequest
  /**
   * Tracks the calls that this process makes by `fetch`, undici, `http`, `https` and `http2`. Returns a function that stops it.
   * @throws ConfigurationError if an option is invalid.
   */
  trackOutgoing(options?: OutgoingOptions): () => void
  /**
   * Runs one invocation of a serverless function as a request. Flushes, then settles with the outcome of `work`: the platform
   * may freeze the function after that. If the endpoint does not respond, this takes `timeoutMs` longer than `work`, by
   * default 1,500 ms, and the next invocation sends the rest.
   */
  withInvocation<T>(
    invocation: Invocation,
    work: (span: Span) => T | PromiseLike<T>,
    options?: FlushOptions,
  ): Promise<T>
  /** Sends all spans that have ended so far. Never rejects: the report lists the rows that were not sent. */
  flush(options?: FlushOptions): Promise<DeliveryReport>
  /**
   * Stops tracking and undoes `register` immediately, then flushes. Also closes the client, unless the application passed its
   * own. Spans that end after that are dropped and counted.
   */
  close(options?: FlushOptions): Promise<DeliveryReport>
}

/**
 * Creates a tracer that sends its spans to Azure Monitor. Once created, it throws no errors of its own; errors from the
 * application's functions pass through.
 *
 * @throws ConfigurationError if an option is invalid.
 * @example
 * const tracing = createTracing({ connectionString })
 * tracing.register()
 * await tracing.tracer.span('place order', async (span) => …)
 */
export function createTracing(options: TracingOptions = {}): Tracing {
  const { sampler, propagator, exporters, ...split } = splitTracingOptions(options)
  const sink = new AdapterClient(split)
  const { client } = sink
  const sendToAzure = (span: FinishedSpan) => {
    for (const envelope of rowsOf(() => span, client)) client.track(envelope)
  }
  // Fastify announces an application only once, so requests may be tracked later than this.
  const trackers = new Set<() => void>([watchFastify()])
  const stoppable = (stop: () => void) => {
    trackers.add(stop)
    return () => {
      trackers.delete(stop)
      stop()
    }
  }
  const onEnd = (span: FinishedSpan) => {
    sendToAzure(span)
    // An exporter's error must not reach the code that ends the span.
    for (const exporter of exporters) {
      callSafely(
        () => exporter(span),
        (error) => client.reportFailure('A span exporter', error),
      )
    }
  }
  const tracer = new Tracer({ sampler, onEnd, onUnsampled: () => client.countFiltered('sampling') })
  const provider: TracerProvider = { getTracer: () => tracer }
  client.onBeforeClose((isFinal) => {
    endWaitingSpans()
    if (isFinal) tracer.openRequests.interrupt()
  })
  let isRegistered = false

  return {
    provider,
    tracer,
    register: () => {
      if (isRegistered) return true
      isRegistered = trace.setGlobalTracerProvider(provider)
      if (!isRegistered) return warnOfOtherProvider()
      context.setGlobalContextManager(new AsyncContextManager().enable())
      propagation.setGlobalPropagator(propagator)
      return true
    },
    trackRequests: (server, incoming = {}) => {
      return stoppable(new Incoming(tracer, propagator, checkIncomingOptions(incoming)).track(server))
    },
    trackIncoming: (incoming = {}) => {
      return stoppable(new Incoming(tracer, propagator, checkIncomingOptions(incoming)).trackAll())
    },
    startRequest: (request, response, incoming = {}) => {
      return new Incoming(tracer, propagator, incoming).start(request, response)
    },
    trackOutgoing: (outgoing = {}) => {
      checkOutgoingOptions(outgoing)
      const calls = new OutgoingCalls(tracer, propagator, outgoing)
      const stops = [
        trackOutgoing(calls),
        client.onBeforeFlush(() => calls.open.completeUnread()),
        client.onBeforeClose((isFinal) => isFinal && calls.open.interrupt()),
      ]
      return stoppable(() => {
        for (const stop of stops) stop()
      })
    },
    withInvocation: async (invocation, work, flushOptions) => {
      try {
        return await runInvocation(invocation, work, tracer, propagator)
      } finally {
        await client.flush({ timeoutMs: flushOptions?.timeoutMs ?? INVOCATION_FLUSH_MS })
      }
    },
    flush: (flushOptions) => client.flush(flushOptions),
    close: async (flushOptions) => {
      for (const stop of trackers) stop()
      trackers.clear()
      // This comes before the flush, so that another tracing can register while this one is still sending.
      if (isRegistered) for (const api of [trace, context, propagation]) api.disable()
      isRegistered = false
      return sink.close(flushOptions)
    },
  }
}

// --- helpers ---

/** Functions have short limits: by default, AWS Lambda ends one after 3 s. */
const INVOCATION_FLUSH_MS = 1_500

let hasWarned = false

function warnOfOtherProvider(): false {
  const fix = 'Register only one of the two, or add AzureMonitorSpanExporter to the other one.'
  if (!hasWarned) process.emitWarning(`Another tracer provider is already registered. ${fix}`, { type: 'AzmonWarning' })
  hasWarned = true
  return false
}

import { propagation, trace } from '@opentelemetry/api'
import type { Tracing } from './create-tracing'
import { Incoming } from './incoming'

/**
 * Starts requests with the tracer provider that is registered with `@opentelemetry/api` when each request arrives. Does
 * nothing if none is registered.
 */
export const registeredTracing: Pick<Tracing, 'startRequest'> = {
  startRequest: (request, response, options = {}) => {
    return new Incoming(trace.getTracer('@azmon/tracing'), propagation, options).start(request, response)
  },
}

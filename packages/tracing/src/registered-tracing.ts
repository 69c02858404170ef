import { propagation, trace } from '@opentelemetry/api'
import type { Tracing } from './create-tracing'
import { Incoming } from './incoming'

/**
 * Whatever is registered with `@opentelemetry/api` at the moment in which a request comes, of ours or not; where nothing is,
 * nothing is tracked.
 */
export const registeredTracing: Pick<Tracing, 'startRequest'> = {
  startRequest: (request, response, how = {}) => {
    return new Incoming(trace.getTracer('@azmon/tracing'), propagation, how).start(request, response)
  },
}

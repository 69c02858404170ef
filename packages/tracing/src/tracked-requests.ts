import type { IncomingMessage } from 'node:http'
import type { StartedRequest, TrackedRequest } from './tracked-request'

/** The same request may be tracked several times: through `trackIncoming`, `trackRequests` and a middleware. */
export const trackedRequests = new WeakMap<IncomingMessage, TrackedRequest>()

/** Returns the span and the context of a request that is being tracked, else undefined. */
export function requestUnderWay(request: IncomingMessage): StartedRequest | undefined {
  return trackedRequests.get(request)
}

/**
 * Calls `action` with the status of the request's row, just before its span ends. Returns false, and never calls it, if the
 * request is not being tracked.
 */
export function beforeRequestEnds(request: IncomingMessage, action: (status: number) => void): boolean {
  return trackedRequests.get(request)?.beforeEnd(action) ?? false
}

import { AsyncResource } from 'node:async_hooks'

// Marked as destroyed at once. It is used until the process ends, and Jest would otherwise report it as an open handle.
const startup = new AsyncResource('AZMON', { requireManualDestroy: true }).emitDestroy()

/**
 * Runs `work` in the async context in which this module was loaded. The first record of a batch is often logged inside a
 * request. Without this, azmon's POST would inherit that request's context and appear as its child.
 */
export function outsideRequests<T>(work: () => T): T {
  return startup.runInAsyncScope(work)
}

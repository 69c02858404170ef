import type { EventEmitter } from 'node:events'
import { OPERATION, SUPPRESS_TRACING } from '@azmon/core/adapter'
import { type Context, context } from '@opentelemetry/api'

/**
 * Makes the listeners of `emitter` run in `requestContext`. Node emits most events of a request and its response from the
 * connection, which has no context. If an inner context of the same request is active when an event is emitted, the listeners
 * run in that inner context. A later call replaces the context.
 */
export function bindEvents(emitter: EventEmitter, requestContext: Context): void {
  const isBound = contexts.has(emitter)
  contexts.set(emitter, requestContext)
  if (isBound) return
  const { emit } = emitter
  const bound = function (this: EventEmitter, ...args: Parameters<EventEmitter['emit']>): boolean {
    const within = contexts.get(emitter) ?? requestContext
    if (this.listenerCount(args[0]) === 0 || isInner(context.active(), within)) return Reflect.apply(emit, this, args)
    return context.with(within, () => Reflect.apply(emit, this, args))
  }
  Object.defineProperty(emitter, 'emit', { value: bound, writable: true, configurable: true, enumerable: false })
}

// --- helpers, in order of use ---

const contexts = new WeakMap<EventEmitter, Context>()

/** A request that is ignored has no operation, but suppresses tracing. */
function isInner(active: Context, requestContext: Context): boolean {
  return (
    active.getValue(OPERATION) === requestContext.getValue(OPERATION) &&
    active.getValue(SUPPRESS_TRACING) === requestContext.getValue(SUPPRESS_TRACING)
  )
}

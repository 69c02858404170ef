import type { EventEmitter } from 'node:events'
import { OPERATION } from '@azmon/core/adapter'
import { type Context, context } from '@opentelemetry/api'

/**
 * Makes the listeners of `emitter` run in `requestContext`. Node emits most events of a request and its response from the
 * connection, which has no context. If an inner context of the same request is active when an event is emitted, the listeners
 * run in that inner context.
 */
export function bindEvents(emitter: EventEmitter, requestContext: Context): void {
  const { emit } = emitter
  const operation = requestContext.getValue(OPERATION)
  const bound = function (this: EventEmitter, ...args: Parameters<EventEmitter['emit']>): boolean {
    const hasListener = this.listenerCount(args[0]) > 0
    if (!hasListener || context.active().getValue(OPERATION) === operation) return Reflect.apply(emit, this, args)
    return context.with(requestContext, () => Reflect.apply(emit, this, args))
  }
  Object.defineProperty(emitter, 'emit', { value: bound, writable: true, configurable: true, enumerable: false })
}

import type { EventEmitter } from 'node:events'
import { OPERATION } from '@azmon/core/adapter'
import { type Context, context } from '@opentelemetry/api'

/**
 * From now on, listeners of `emitter` run in `within`, the context of a request. Node emits most events of a request and of its
 * response from the connection, which has no context. An event that is emitted within the request keeps the nearer context.
 */
export function bindEvents(emitter: EventEmitter, within: Context): void {
  const { emit } = emitter
  const operation = within.getValue(OPERATION)
  const bound = function (this: EventEmitter, ...args: Parameters<EventEmitter['emit']>): boolean {
    const isHeard = this.listenerCount(args[0]) > 0
    if (!isHeard || context.active().getValue(OPERATION) === operation) return Reflect.apply(emit, this, args)
    return context.with(within, () => Reflect.apply(emit, this, args))
  }
  Object.defineProperty(emitter, 'emit', { value: bound, writable: true, configurable: true, enumerable: false })
}

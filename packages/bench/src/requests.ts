import { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, type ContextManager, context, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api'
import type { Log, OpenContender } from './contender'
import type { Shape } from './shapes'

/**
 * Returns the function that logs calls of this shape. Calls that belong to a request use
 * its child logger, with its span active.
 */
export function logInRequests(contender: OpenContender, { isInRequests }: Shape): Log {
  const { child } = contender
  if (isInRequests === undefined) return contender.log
  if (child === undefined) throw new Error('This contender has no child loggers. Give it a method child().')
  context.setGlobalContextManager(new AsyncContexts())
  let index = -1
  let log = contender.log
  let active = ROOT_CONTEXT
  return (call) => {
    const request = call.request!
    if (request.index !== index) {
      const { traceId, spanId, bound } = request
      index = request.index
      log = child(bound)
      active = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.SAMPLED })
    }
    context.with(active, log, undefined, call)
  }
}

// --- helpers ---

/** A minimal context manager, the same for every contender, including the logger alone. */
class AsyncContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>()

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    within: Context,
    work: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(within, () => Reflect.apply(work, thisArg, args))
  }

  bind<T>(_context: Context, target: T): T {
    return target
  }

  enable(): this {
    return this
  }

  disable(): this {
    this.#storage.disable()
    return this
  }
}

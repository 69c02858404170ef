import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { rememberThrow } from '@azmon/core/adapter'
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api'

type AnyFunction = (...args: never) => unknown

/** Keeps the active context of `@opentelemetry/api` across promises, timers and everything else that Node tracks. */
export class AsyncContextManager implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>()
  /** An emitter keeps the first context that it was bound to. */
  readonly #bound = new WeakSet<EventEmitter>()

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    work: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    try {
      return this.#storage.run(context, () => Reflect.apply(work, thisArg, args))
    } catch (error) {
      rememberThrow(error, context)
      throw error
    }
  }

  /**
   * Returns a function that always runs in `context`. An emitter is returned as is, but its listeners then run in `context`.
   */
  bind<T>(context: Context, target: T): T {
    if (target instanceof EventEmitter) this.#bindEmitter(context, target)
    return typeof target === 'function' ? this.#boundFunction(context, target as T & AnyFunction) : target
  }

  enable(): this {
    return this
  }

  disable(): this {
    this.#storage.disable()
    return this
  }

  #boundFunction<F extends AnyFunction>(context: Context, target: F): F {
    const storage = this.#storage
    const bound = function (this: unknown, ...args: unknown[]): unknown {
      return storage.run(context, () => Reflect.apply(target, this, args))
    }
    Object.defineProperty(bound, 'length', { value: target.length, configurable: true })
    return bound as unknown as F
  }

  #bindEmitter(context: Context, emitter: EventEmitter): void {
    if (this.#bound.has(emitter)) return
    this.#bound.add(emitter)
    emitter.emit = this.#boundFunction(context, emitter.emit)
  }
}

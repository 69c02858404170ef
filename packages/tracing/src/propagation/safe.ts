import { resultOr, syncResult } from '@azmon/core/adapter'
import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api'

/** Calls the application's propagator. If it throws or returns a promise, the headers stay as they are, or have no parent. */
export class SafePropagator implements TextMapPropagator {
  readonly #propagator: TextMapPropagator

  constructor(propagator: TextMapPropagator) {
    this.#propagator = propagator
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const inject = () => this.#propagator.inject(context, carrier, setter)
    resultOr(() => syncResult<unknown>('propagator.inject', inject(), undefined), undefined)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const extract = () => this.#propagator.extract(context, carrier, getter)
    return (
      resultOr(() => syncResult<Context | undefined>('propagator.extract', extract(), undefined), undefined) ?? context
    )
  }

  fields(): string[] {
    return resultOr(() => this.#propagator.fields(), [])
  }
}

import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api'

/** Combines several propagators. Writes the headers of all of them; when reading, the last one that finds a parent wins. */
export class CompositePropagator implements TextMapPropagator {
  readonly #propagators: readonly TextMapPropagator[]

  constructor(propagators: readonly TextMapPropagator[]) {
    this.#propagators = propagators
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    for (const propagator of this.#propagators) propagator.inject(context, carrier, setter)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    return this.#propagators.reduce((extracted, propagator) => propagator.extract(extracted, carrier, getter), context)
  }

  fields(): string[] {
    return [...new Set(this.#propagators.flatMap((propagator) => propagator.fields()))]
  }
}

import type { Attributes } from '@opentelemetry/api'

/** The first of the attributes that says something, as text: new and old names of the same. */
export function textOf(attributes: Readonly<Attributes>, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = attributes[key]
    if (value !== undefined && value !== '') return String(value)
  }
  return undefined
}

/** Reads the attributes of a span into fields of its row, and knows which are there: the others are properties. */
export class AttributeReader {
  readonly attributes: Readonly<Attributes>
  readonly #placed = new Set<string>()

  constructor(attributes: Readonly<Attributes>) {
    this.attributes = attributes
  }

  /** Those that the row says already. */
  get placed(): ReadonlySet<string> {
    return this.#placed
  }

  /** The first that says something, for a field of the row. */
  take(...keys: readonly string[]): string | undefined {
    const text = textOf(this.attributes, ...keys)
    this.place(text, ...keys)
    return text
  }

  /** `text` is in the row: what says the same by one of these names need not be there twice. */
  place(text: string | undefined, ...keys: readonly string[]): void {
    if (text === undefined) return
    for (const key of keys) if (textOf(this.attributes, key) === text) this.#placed.add(key)
  }
}

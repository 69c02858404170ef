/** Of a span, whoever made it: newer APIs take any value. */
export type ReadAttributes = Readonly<Record<string, unknown>>

/** The first of the attributes that says something, as text: new and old names of the same. */
export function textOf(attributes: ReadAttributes, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = valueText(attributes[key])
    if (text !== undefined && text !== '') return text
  }
  return undefined
}

/** Reads the attributes of a span into fields of its row, and knows which are there: the others are properties. */
export class AttributeReader {
  readonly attributes: ReadAttributes
  readonly #placed = new Set<string>()

  constructor(attributes: ReadAttributes) {
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

// --- helpers ---

/** What has parts of its own is no text of a field, and stays as it is. */
function valueText(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.some((one) => typeof one === 'object') ? undefined : value.join()
  return value === undefined || typeof value === 'object' ? undefined : String(value)
}

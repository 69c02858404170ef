/** The attributes of a span. Since version 1.10 of the API a value can be of any type. */
export type ReadAttributes = Readonly<Record<string, unknown>>

/** Returns the first non-empty value of these keys as a string. Pass an attribute's current name before its older ones. */
export function firstString(attributes: ReadAttributes, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = fieldString(attributes[key])
    if (value !== undefined && value !== '') return value
  }
  return undefined
}

/** Reads a span's attributes into fields of its row and tracks the ones it has used: all others become properties. */
export class AttributeReader {
  readonly attributes: ReadAttributes
  readonly #used = new Set<string>()

  constructor(attributes: ReadAttributes) {
    this.attributes = attributes
  }

  /** The keys whose values are already in fields of the row. */
  get used(): ReadonlySet<string> {
    return this.#used
  }

  /** Returns the first non-empty value of these keys and marks it as used. */
  take(...keys: readonly string[]): string | undefined {
    const value = firstString(this.attributes, ...keys)
    this.markUsed(value, ...keys)
    return value
  }

  /** Marks these keys as used if their value equals `value`, which is already in a field of the row. */
  markUsed(value: string | undefined, ...keys: readonly string[]): void {
    if (value === undefined) return
    for (const key of keys) if (firstString(this.attributes, key) === value) this.#used.add(key)
  }
}

// --- helpers ---

/** Returns undefined for objects and arrays of objects: they stay properties. */
function fieldString(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object') ? undefined : value.join()
  return value === undefined || typeof value === 'object' ? undefined : String(value)
}

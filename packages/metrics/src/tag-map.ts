/** A mutable map of tags. Changes do not affect values that are already recorded. */
export class TagMap {
  readonly #values = new Map<string, string>()

  constructor(tags: MetricTags = {}) {
    const keys = tags instanceof TagMap ? tags.#values.keys() : Object.keys(Object(tags))
    for (const key of keys) {
      const value = readTag(tags, key)
      if (value !== undefined) this.insert(key, value)
    }
  }

  /** Sets the value unless the key already has one. */
  insert(key: string, value: string): this {
    if (!this.#values.has(key)) this.#values.set(key, value)
    return this
  }

  /** Sets the value only if the key already has one. */
  update(key: string, value: string): this {
    if (this.#values.has(key)) this.#values.set(key, value)
    return this
  }

  delete(key: string): this {
    this.#values.delete(key)
    return this
  }

  get(key: string): string | undefined {
    return this.#values.get(key)
  }

  has(key: string): boolean {
    return this.#values.has(key)
  }
}

/** The tags of a measurement, as a `TagMap` or an object. Undefined values are ignored. */
export type MetricTags = TagMap | Readonly<Record<string, string | number | boolean | undefined>>

/**
 * Returns a tag's value as a string, truncated so that no series keeps a large document in memory. Returns undefined if there
 * is no value or a getter throws.
 */
export function readTag(tags: MetricTags, key: string): string | undefined {
  let value: unknown
  try {
    value = tags instanceof TagMap ? tags.get(key) : tags[key]
  } catch {
    return undefined
  }
  switch (typeof value) {
    case 'string':
      return value.length > MAX_TAG_VALUE ? value.slice(0, MAX_TAG_VALUE).replace(LONE_SURROGATE, '') : value
    case 'number':
    case 'boolean':
      return String(value)
    default:
      return undefined
  }
}

// --- helpers ---

/** OpenCensus has the same limit. */
const MAX_TAG_VALUE = 255

/** Truncation may split a surrogate pair and leave its first half at the end. */
const LONE_SURROGATE = /[\ud800-\udbff]$/

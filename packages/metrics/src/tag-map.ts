/** Tags by their keys. It may change between two records; what was recorded keeps the tags of its time. */
export class TagMap {
  readonly #values = new Map<string, string>()

  constructor(tags: Tags = {}) {
    const keys = tags instanceof TagMap ? tags.#values.keys() : Object.keys(Object(tags))
    for (const key of keys) {
      const value = readTag(tags, key)
      if (value !== undefined) this.insert(key, value)
    }
  }

  /** Where the key has no value yet. */
  insert(key: string, value: string): this {
    if (!this.#values.has(key)) this.#values.set(key, value)
    return this
  }

  /** Where the key has a value already. */
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

/** A `TagMap`, or the same as an object; a tag that is undefined is none. */
export type Tags = TagMap | Readonly<Record<string, string | number | boolean | undefined>>

/**
 * A tag's value as text: longer ones are cut, so that no series holds on to a document. Undefined where there is none, or
 * where it throws.
 */
export function readTag(tags: Tags, key: string): string | undefined {
  let value: unknown
  try {
    value = tags instanceof TagMap ? tags.get(key) : tags[key]
  } catch {
    return undefined
  }
  switch (typeof value) {
    case 'string':
      return value.length > MAX_TAG_VALUE ? value.slice(0, MAX_TAG_VALUE).replace(HALF_A_PAIR, '') : value
    case 'number':
    case 'boolean':
      return String(value)
    default:
      return undefined
  }
}

// --- helpers ---

/** As in OpenCensus, where longer ones were an error. */
const MAX_TAG_VALUE = 255

/** What a cut may leave of a character of two UTF-16 units. */
const HALF_A_PAIR = /[\ud800-\udbff]$/

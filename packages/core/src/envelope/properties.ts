import type { Redactor } from '../redaction/redactor'
import type { Properties } from './contracts'
import { withoutEntrySecret } from './header-shapes'
import { MAX_RECORD_NODES, type Plain, PlainCopy, type RecordBudget, thrownText, UNSAFE_KEYS } from './plain-copy'

/** The maximum number of properties. More would not fit into an item, and would block the caller for too long. */
const MAX_PROPERTIES = 1_000

/** Converts values to strings according to the options of one client. Never throws, and reads each getter only once. */
export class PropertySerializer {
  readonly redactor: Redactor
  /** True if each field of a nested object becomes a property. */
  readonly flattens: boolean

  constructor(redactor: Redactor, flattens: boolean) {
    this.redactor = redactor
    this.flattens = flattens
  }

  /** Returns the values of `source` as strings, except those of the keys in `except`. @see add */
  properties(source: object, except: ReadonlySet<string> = NO_KEYS): Properties {
    const properties: Properties = {}
    const budget: RecordBudget = { nodes: MAX_RECORD_NODES }
    const keys = keysOf(source)
    for (const key of keys.slice(0, MAX_PROPERTIES)) {
      if (!except.has(key)) this.#add(properties, key, readOnce(source, key), budget)
    }
    if (keys.length > MAX_PROPERTIES) properties['…'] = `${keys.length - MAX_PROPERTIES} more`
    return withoutEntrySecret(properties, this.redactor)
  }

  /** Returns whether a string under this key is kept, apart from secrets within the string. */
  keeps(key: string): boolean {
    return !UNSAFE_KEYS.has(key) && key !== 'value' && !this.redactor.mayBeSecret(key)
  }

  /**
   * Adds `value` as a string: numbers, booleans and bigints by `String`, dates as ISO-8601, nested values as JSON or
   * flattened. Skips `undefined`, also of a `toJSON`, and redacts secrets.
   */
  add(properties: Properties, key: string, value: unknown): void {
    this.#add(properties, key, value, { nodes: MAX_RECORD_NODES })
  }

  /** Returns any value as a single string, which is empty for `undefined`. */
  text(value: unknown): string {
    if (typeof value === 'string') return value
    const plain = value === undefined ? undefined : this.#plain(value, { nodes: MAX_RECORD_NODES })
    return plain === undefined ? '' : plainText(plain)
  }

  #add(properties: Properties, key: string, value: unknown, budget: RecordBudget): void {
    if (UNSAFE_KEYS.has(key) || value === undefined) return
    if (this.redactor.isSecret(key, value)) properties[key] = this.redactor.redacted()
    else if (typeof value === 'string') properties[key] = this.redactor.redactString(value)
    else {
      const plain = this.#plain(value, budget, key)
      if (plain !== undefined) this.#addPlain(properties, key, plain)
    }
  }

  #addPlain(properties: Properties, key: string, plain: Plain): void {
    if (!this.flattens || typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
      properties[key] = plainText(plain)
      return
    }
    for (const [inner, value] of Object.entries(plain)) this.#addPlain(properties, `${key}.${inner}`, value)
  }

  #plain(value: unknown, budget: RecordBudget, key?: string): Plain | undefined {
    switch (typeof value) {
      case 'number':
      case 'boolean':
      case 'bigint':
        return String(value)
      default:
        return new PlainCopy(this.redactor, budget).of(value, key)
    }
  }
}

// --- helpers, in order of use ---

const NO_KEYS: ReadonlySet<string> = new Set()

function keysOf(source: object): string[] {
  try {
    return Object.keys(source)
  } catch {
    return [] // a Proxy threw
  }
}

function readOnce(source: object, key: string): unknown {
  try {
    return Reflect.get(source, key)
  } catch (thrown) {
    return `[Throws: ${thrownText(thrown)}]`
  }
}

function plainText(plain: Plain): string {
  return typeof plain === 'string' ? plain : JSON.stringify(plain)
}

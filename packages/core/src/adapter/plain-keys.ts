import { detached } from '../detached'
import { HEADERS } from '../envelope/header-shapes'
import { MAX_KEY } from '../envelope/limits'
import { UNSAFE_KEYS } from '../envelope/plain-copy'
import type { Redactor } from '../redaction/redactor'

/** The name of a field, and its properties that writing depends on. */
export interface PlainKey {
  readonly name: string
  /** The name and its colon as JSON: `"name":`. */
  readonly json: string
  /** The same, nested in a JSON string. */
  readonly nestedJson: string
  readonly place: KeyPlace
  readonly role: KeyRole
  /** The bit of the part of an entry `{ name, value }` that the key may be, or 0. All parts together are `ENTRY`. */
  readonly entryPart: number
  /** Whether some values under this key are secrets. */
  readonly mayBeSecret: boolean
  /** Whether an array under this key may contain header names and values. */
  readonly holdsHeaders: boolean
  /** Whether the key begins with a digit: JavaScript moves integer keys to the beginning of an object. */
  readonly isIndex: boolean
  /** The key that followed this one the last time. */
  follower: PlainKey | undefined
  /** The number of the last object with this key, by depth. Undefined for keys that are not remembered. */
  readonly seenIn: number[] | undefined
}

/** Concerns a field of the record itself. `excluded`: it is not a property. `mapped`: a record with this field must be mapped. */
export type KeyPlace = 'property' | 'excluded' | 'mapped'

/**
 * `value` and `entry name`: may belong to an entry `{ name, value }`. `unsafe`: never written. `summary`: the object with this
 * key may be an object of Node or of a library, for which only a summary is written.
 */
type KeyRole = 'plain' | 'value' | 'entry name' | 'unsafe' | 'summary'

export const ENTRY = 3

/** Classifies the keys of an application's records, and remembers them. */
export class PlainKeys {
  readonly #redactor: Redactor
  readonly #placeOf: (name: string) => KeyPlace
  readonly #keys = new Map<string, PlainKey>()

  constructor(redactor: Redactor, placeOf: (name: string) => KeyPlace) {
    this.#redactor = redactor
    this.#placeOf = placeOf
  }

  of(name: string): PlainKey {
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    const isRemembered = this.#keys.size < MAX_REMEMBERED && name.length <= MAX_KEY
    if (!isRemembered) return this.#judge(name, undefined)
    const own = detached(name)
    const key = this.#judge(own, [])
    this.#keys.set(own, key)
    return key
  }

  #judge(name: string, seenIn: number[] | undefined): PlainKey {
    const json = JSON.stringify(name)
    const role = roleOf(name)
    return {
      name,
      json: `${json}:`,
      nestedJson: `${JSON.stringify(json).slice(1, -1)}:`,
      place: name.length > MAX_KEY ? 'mapped' : this.#placeOf(name),
      role,
      entryPart: role === 'value' ? 1 : role === 'entry name' ? 2 : 0,
      mayBeSecret: this.#redactor.mayBeSecret(name),
      holdsHeaders: HEADERS.test(name),
      isIndex: /^\d/.test(name),
      follower: undefined,
      seenIn,
    }
  }
}

/** Whether this is the first time that the object has the key. A duplicate must be parsed, because the last one counts. */
export function isNew({ seenIn }: PlainKey, number: number, depth: number): boolean {
  if (seenIn === undefined || seenIn[depth] === number) return false
  seenIn[depth] = number
  return true
}

// --- helpers, in order of use ---

/** Limits the memory if an application logs ids as keys. */
const MAX_REMEMBERED = 2_000

/** @see summaryOf */
const SUMMARY: ReadonlySet<string> = new Set(['_events', 'raw', 'transformRequest', 'config'])

function roleOf(name: string): KeyRole {
  if (name === 'value') return 'value'
  if (name === 'name' || name === 'key') return 'entry name'
  if (UNSAFE_KEYS.has(name)) return 'unsafe'
  return SUMMARY.has(name) ? 'summary' : 'plain'
}

import { HEADERS } from '../envelope/header-shapes'
import { MAX_KEY } from '../envelope/limits'
import { UNSAFE_KEYS } from '../envelope/plain-copy'
import type { Redactor } from '../redaction/redactor'

/** What has to be known of a field's name. */
export interface PlainKey {
  readonly name: string
  /** `"name":`, in JSON. */
  readonly json: string
  /** The same within a JSON string. */
  readonly nestedJson: string
  readonly place: KeyPlace
  readonly role: KeyRole
  /** Whether some values under this key are secrets. */
  readonly mayBeSecret: boolean
  /** Whether a list under this key is one of header names and values. */
  readonly holdsHeaders: boolean
  /** Whether it is a number, as objects and lists have them: those come first in an object. */
  readonly isIndex: boolean
  /** The key that came after it in a line the last time. */
  follower: PlainKey | undefined
  /** By depth: the last object that had it. Keys that are not remembered have none. */
  readonly seenIn: number[] | undefined
}

/** Of a field of the record itself. `own`: it is no property. `elsewhere`: a record with it is left to mapping. */
export type KeyPlace = 'property' | 'own' | 'elsewhere'

/**
 * `value`: may belong to an entry `{ name, value }`. `unsafe`: never written. `summary`: its object may
 * be one of Node's or of a library, of which only a summary is written.
 */
type KeyRole = 'plain' | 'value' | 'entry name' | 'unsafe' | 'summary'

/** The keys of an application's records, judged once each. */
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
    return {
      name,
      json: `${json}:`,
      nestedJson: `${JSON.stringify(json).slice(1, -1)}:`,
      place: name.length > MAX_KEY ? 'elsewhere' : this.#placeOf(name),
      role: roleOf(name),
      mayBeSecret: this.#redactor.mayBeSecret(name),
      holdsHeaders: HEADERS.test(name),
      isIndex: /^\d/.test(name),
      follower: undefined,
      seenIn,
    }
  }
}

/**
 * The same string, which may be remembered: a piece of a line would hold all of the line. As a name of a field has it, by which
 * fields are found fastest.
 */
export function detached(name: string): string {
  return Object.keys({ [name]: true })[0] ?? ''
}

/** Whether the object with this number has not had the key yet: of two fields with the same name, the last one counts. */
export function isNew({ seenIn }: PlainKey, number: number, depth: number): boolean {
  if (seenIn === undefined || seenIn[depth] === number) return false
  seenIn[depth] = number
  return true
}

// --- helpers, in order of use ---

/** An application that logs ids as keys must not grow us. */
const MAX_REMEMBERED = 2_000

/** @see summaryOf */
const SUMMARY: ReadonlySet<string> = new Set(['_events', 'raw', 'transformRequest', 'config'])

function roleOf(name: string): KeyRole {
  if (name === 'value') return 'value'
  if (name === 'name' || name === 'key') return 'entry name'
  if (UNSAFE_KEYS.has(name)) return 'unsafe'
  return SUMMARY.has(name) ? 'summary' : 'plain'
}

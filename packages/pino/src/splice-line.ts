import { CUSTOM_FIELDS, type PreserializedTrace, TRACE_FIELDS } from '@azmon/core'
import { addOwnFields } from './dimensions'
import type { Level } from './levels'
import type { LineRecord } from './line-record'
import type { MapContext } from './map-context'
import { tagsOf } from './map-line'
import { eachPlainField, isPlain, isQuoted, unquoted } from './plain-fields'
import { timeOf } from './time'
import { sampleRateOf } from './trace-fields'

/**
 * Most lines are plain: what becomes of them is made of pieces of the line as they stand there, which takes half the time
 * of reading it, mapping what was read, and writing that. It is what `mapLine` would make of them, too.
 */
export class PlainLineWriter {
  readonly #context: MapContext
  readonly #keys = new Map<string, Key>()
  #lines = 0
  #ownFields: OwnFields = { level: undefined, name: undefined, json: '' }

  constructor(context: MapContext) {
    this.#context = context
  }

  /** Undefined for a line that takes a closer look, which is `mapLine`'s. */
  splice(line: string, nowMs: number): PreserializedTrace | undefined {
    const { recordsAs, write } = this.#context
    if (recordsAs !== 'trace' || line.length > MAX_CHARACTERS || TAKES_CLOSER_LOOK.test(line)) return undefined
    this.#lines++
    const placed: Record<string, unknown> = {}
    let properties = '{'
    const isAllPlain = eachPlainField(line, (name, json) => {
      if (!isPlain(json)) return false
      const key = this.#keyOf(name)
      if (key.place === 'elsewhere' || key.seenInLine === this.#lines) return false // of two, the last one counts
      key.seenInLine = this.#lines
      if (key.place === 'property') {
        if (MAY_HOLD_SECRET.test(json) && !write.keepsText(json.slice(1, -1))) return false
        properties += `${key.json}${asText(json)},`
        return true
      }
      const value = unquoted(json)
      placed[name] = value
      return !Number.isNaN(value) // true, false or null, where a text or a number is meant
    })
    return isAllPlain ? this.#trace(placed, properties, nowMs) : undefined
  }

  #keyOf(name: string): Key {
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    if (this.#keys.size >= MAX_REMEMBERED_KEYS || name.length > MAX_KEY) return UNKNOWN_KEY
    const own = detached(name)
    const key = { place: this.#placeOf(own), json: `"${own}":`, seenInLine: 0 }
    this.#keys.set(own, key)
    return key
  }

  #placeOf(name: string): Key['place'] {
    const { write, placed } = this.#context
    const isItself = write.keeps(name) && (name !== 'name' || write.keeps('logger'))
    if (!isItself || name === 'logger' || CUSTOM_FIELDS.includes(name)) return 'elsewhere'
    return placed.has(name) ? 'own' : 'property'
  }

  #trace(placed: LineRecord, properties: string, nowMs: number): PreserializedTrace | undefined {
    const { levels, timeKey, messageKey } = this.#context
    const { [timeKey]: at, [messageKey]: message, level: logged, name } = placed
    const time = timeOf(at, nowMs)
    if (time === undefined || logged === undefined || typeof message !== 'string' || message === '') return undefined
    const tags = tagsOf(placed, placed, this.#context)
    const isInOperation = tags?.['ai.operation.id'] !== undefined
    if (isInOperation ? sampleRateOf(placed) !== undefined : TRACE_FIELDS.some((key) => key in placed)) return undefined
    const level = levels.read(typeof logged === 'string' ? detached(logged) : logged)
    const all = properties + this.#ownFieldsOf(level, name)
    const { severityLevel } = level
    const data = `"message":"${message}","severityLevel":${severityLevel},"properties":${all}`
    return { time, tags, sampleRate: undefined, severityLevel, baseType: 'MessageData', data, truncated: 0 }
  }

  /** The end of the properties. Most records have those of the record before. */
  #ownFieldsOf(level: Level, name: unknown): string {
    if (level !== this.#ownFields.level || name !== this.#ownFields.name) {
      const own = addOwnFields({}, level, name, this.#context.write)
      this.#ownFields = { level, name, json: JSON.stringify(own).slice(1) }
    }
    return this.#ownFields.json
  }
}

// --- helpers, in order of use ---

/** What is to be known of a field's name. */
interface Key {
  /** `own`: the record has a place for it that is no property. `elsewhere`: lines with it take a closer look. */
  readonly place: 'property' | 'own' | 'elsewhere'
  readonly json: string
  /** The number of the last line that had it. */
  seenInLine: number
}

interface OwnFields {
  readonly level: Level | undefined
  readonly name: unknown
  readonly json: string
}

/** No text of so short a line is longer than the service takes, and no record has too many properties. */
const MAX_CHARACTERS = 4_096

/** A colon or an equals sign, or two slashes at its beginning: every secret within a string has one of them. */
const MAY_HOLD_SECRET = /[:=]|^"\/\//

/** For escapes, control characters and halves of pairs. */
const TAKES_CLOSER_LOOK = /[\\\p{Cc}\p{Cs}]/u

const MAX_REMEMBERED_KEYS = 1_000

/** A longer one may be longer than the service takes. */
const MAX_KEY = 100

const UNKNOWN_KEY: Key = { place: 'elsewhere', json: '', seenInLine: 0 }

/** A piece of a line holds all of the text that it is a piece of, as long as it is remembered itself. */
function detached(piece: string): string {
  return JSON.parse(`"${piece}"`)
}

function asText(json: string): string {
  return isQuoted(json) ? json : `"${json}"`
}

import {
  addNames,
  CUSTOM_FIELDS,
  isoTime,
  type LogMoment,
  type PreserializedTrace,
  type PropertySerializer,
  readField,
  recordTime,
} from '@azmon/core/adapter'
import { hasTokens } from './arguments'
import { severityOf } from './levels'
import { type LogInfo, levelOf, SPLAT } from './log-info'
import type { MapContext } from './map-context'
import { loggerNamed, PLACED } from './map-info'

/**
 * Most records are plain: what becomes of them is written as JSON field by field, in a third of the time that it takes to
 * map them and write that. It is what `mapInfo` would make of them, too, but for fields that hide from `Object.keys`.
 */
export class PlainRecordWriter {
  readonly #context: MapContext
  readonly #keys = new Map<string, Key>()
  #names: Names = { level: undefined, logger: undefined, json: '' }

  constructor(context: MapContext) {
    this.#context = context
  }

  /** Undefined for a record that takes a closer look, which is `mapInfo`'s. */
  write(info: LogInfo, moment: LogMoment, original = info): PreserializedTrace | undefined {
    try {
      return original === info || hasNoError(original) ? this.#write(info, moment) : undefined
    } catch {
      return undefined // by a getter or a Proxy
    }
  }

  #write(info: LogInfo, { timeMs, operation }: LogMoment): PreserializedTrace | undefined {
    const { recordsAs, severities, serializer: write } = this.#context
    if (recordsAs !== 'trace' || operation?.sampleRate !== undefined || !isWhole(info)) return undefined
    const { message, timestamp } = info
    const time = timestamp === undefined ? isoTime(timeMs) : recordTime(timestamp, timeMs)
    const level = levelOf(info)
    if (time === undefined || typeof level !== 'string' || typeof message !== 'string' || message === '')
      return undefined
    const logger = loggerNamed(info, this.#context)
    if (logger !== undefined && !write.keeps('logger')) return undefined
    const fields = this.#fieldsOf(info)
    const text = quoted(message)
    if (fields === undefined || text === undefined) return undefined
    const properties = fields + this.#namesOf(level, logger)
    if (text.length + properties.length > MAX_CHARACTERS) return undefined
    return { time, tags: operation?.tags, severityLevel: severityOf(level, severities), message: text, properties }
  }

  /** The beginning of the properties. */
  #fieldsOf(info: LogInfo): string | undefined {
    const { serializer: write } = this.#context
    let fields = '{'
    for (const name of Object.keys(info)) {
      const key = this.#keyOf(name)
      if (key.place === 'own') continue
      const value = info[name]
      if (value === undefined) continue
      const text = key.place === 'property' ? asText(value, write) : undefined
      if (text === undefined) return undefined
      fields += `${key.json}${text},`
    }
    return fields
  }

  /** The end of the properties. Most records have that of the record before. */
  #namesOf(level: string, logger: unknown): string {
    if (level !== this.#names.level || logger !== this.#names.logger) {
      this.#names = {
        level,
        logger,
        json: JSON.stringify(addNames({}, level, logger, this.#context.serializer)).slice(1),
      }
    }
    return this.#names.json
  }

  #keyOf(name: string): Key {
    const known = this.#keys.get(name)
    if (known !== undefined) return known
    if (this.#keys.size >= MAX_REMEMBERED_KEYS || name.length > MAX_KEY) return UNKNOWN_KEY
    const key: Key = { place: this.#placeOf(name), json: `${JSON.stringify(name)}:` }
    this.#keys.set(name, key)
    return key
  }

  #placeOf(name: string): Key['place'] {
    if (ELSEWHERE.includes(name) || !this.#context.serializer.keeps(name)) return 'elsewhere'
    return PLACED.has(name) ? 'own' : 'property'
  }
}

// --- helpers, in order of use ---

/** What is to be known of a field's name. */
interface Key {
  /** `own`: the record has a place for it that is no property. `elsewhere`: records with it take a closer look. */
  readonly place: 'property' | 'own' | 'elsewhere'
  readonly json: string
}

interface Names {
  readonly level: string | undefined
  readonly logger: unknown
  readonly json: string
}

/** A stack is what is left of an error. */
const ELSEWHERE: readonly string[] = [...CUSTOM_FIELDS, 'logger', 'stack']

/** All that was logged is in its fields: no error, and nothing that was passed behind the message, is to be looked for. */
function isWhole(info: LogInfo): boolean {
  if (!hasNoClass(info)) return false
  const { [SPLAT]: splat, message } = info
  if (!Array.isArray(splat) || splat.length === 0) return true
  return splat.length === 1 && isPlainMeta(splat[0]) && !hasTokens(message)
}

/** What winston has put into the record as it is, but for `level` and `message`, which it has changed. */
function isPlainMeta(meta: unknown): boolean {
  if (typeof meta !== 'object' || meta === null || !hasNoClass(meta)) return false
  return Object.keys(meta).every((name) => name !== 'level' && name !== 'message' && isPlain(readField(meta, name)))
}

/** Before its format a record may have held an error that the format removed. */
function hasNoError(original: LogInfo): boolean {
  const names = Object.keys(original)
  return isWhole(original) && names.every((name) => name !== 'stack' && isPlain(readField(original, name)))
}

function hasNoClass(fields: object): boolean {
  return Object.getPrototypeOf(fields) === Object.prototype
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

/** No text of so short a record is longer than the service takes, and no item too large. */
const MAX_CHARACTERS = 8_192

const MAX_REMEMBERED_KEYS = 1_000

/** A longer one may be longer than the service takes. */
const MAX_KEY = 100

const UNKNOWN_KEY: Key = { place: 'elsewhere', json: '' }

/** In JSON; undefined for a value that is not plain, and for a string with a secret in it. */
function asText(value: unknown, write: PropertySerializer): string | undefined {
  switch (typeof value) {
    case 'string':
      return value.length <= MAX_CHARACTERS && write.keepsText(value) ? quoted(value) : undefined
    case 'number':
    case 'boolean':
      return `"${value}"`
    default:
      return value === null ? '"null"' : undefined
  }
}

function quoted(text: string): string | undefined {
  if (text.length > MAX_CHARACTERS) return undefined
  return NEEDS_ESCAPES.test(text) ? JSON.stringify(text) : `"${text}"`
}

/** Quotes, control characters and halves of pairs. */
const NEEDS_ESCAPES = /["\\\p{Cc}\p{Cs}]/u

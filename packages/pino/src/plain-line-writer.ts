import {
  detached,
  type PlainError,
  type PlainKey,
  PlainWriter,
  type PreserializedTrace,
  TRACE_FIELDS,
} from '@azmon/core'
import { placedOf } from './dimensions'
import type { MapContext } from './map-context'
import { tagsOf } from './map-line'
import { isSerializedError, revivedError, type SerializedError } from './serialized-error'
import { timeOf } from './time'
import { sampleRateOf } from './trace-fields'

/** Writes the items that `mapLine` would make of lines, mostly from pieces of a line as they stand there. */
export class PlainLineWriter {
  readonly #context: MapContext
  readonly #writer: PlainWriter
  readonly #isUsual: boolean

  constructor(context: MapContext) {
    const { write, placed, nestedKey, recordsAs, messageKey, timeKey, loggerKeys } = context
    this.#context = context
    this.#writer = new PlainWriter(write, placed, nestedKey === undefined ? [] : [nestedKey])
    const isMessageOnly = !loggerKeys.has(messageKey) && !isTraceField(messageKey) && timeKey !== 'level'
    this.#isUsual = recordsAs === 'trace' && isMessageOnly && !write.redactor.mayBeSecret('name')
  }

  /** Undefined for a line that takes a closer look, which is `mapLine`'s. */
  write(line: string, nowMs: number): PreserializedTrace | undefined {
    if (!this.#isUsual || line.length > MAX_CHARACTERS) return undefined
    try {
      return this.#writer.begin() && this.#writer.line.begin(line) ? this.#write(nowMs) : undefined
    } catch {
      return undefined // by JSON.parse
    }
  }

  #write(nowMs: number): PreserializedTrace | undefined {
    const { errorKeys, messageKey } = this.#context
    const { line } = this.#writer
    const found: Found = { own: {}, message: '', error: undefined, properties: '', roles: 0 }
    for (let key = line.next(); key !== undefined; key = line.next()) {
      if (key.place === 'elsewhere' || key.role === 'unsafe' || key.isIndex) return undefined
      const isRead =
        key.name === messageKey
          ? this.#readMessage(found)
          : key.place === 'own'
            ? this.#readOwn(found, key)
            : line.isObject && errorKeys.includes(key.name)
              ? this.#readError(found, key)
              : this.#readProperty(found, key)
      if (!isRead) return undefined
    }
    return line.isComplete && found.roles !== ENTRY ? this.#end(found, nowMs) : undefined
  }

  #readMessage(found: Found): boolean {
    const json = this.#writer.line.json()
    if (json === undefined || !isString(json)) return false
    found.message = this.#writer.line.isCanonical ? json : JSON.stringify(JSON.parse(json))
    return true
  }

  /** Only strings and numbers are what is meant. */
  #readOwn({ own }: Found, { name }: PlainKey): boolean {
    const json = this.#writer.line.json()
    if (json === undefined) return false
    own[name] = isString(json) ? stringIn(json) : Number(json)
    return isString(json) || NUMBER.test(json)
  }

  #readError(found: Found, key: PlainKey): boolean {
    const json = this.#writer.line.json()
    if (json === undefined) return false
    const value: unknown = JSON.parse(json)
    if (!isSerializedError(value)) {
      found.properties += `${key.json}${this.#writer.property(key, value)},`
      return true
    }
    if (found.error !== undefined) return false
    found.error = { serialized: value, key: key.name }
    return true
  }

  #readProperty(found: Found, key: PlainKey): boolean {
    const text = this.#writer.line.property(key)
    if (text === undefined) return false
    found.properties += `${key.json}${text},`
    if (key.role === 'value') found.roles |= VALUE
    else if (key.role === 'entry name') found.roles |= NAME
    return true
  }

  #end({ own, message, error, properties }: Found, nowMs: number): PreserializedTrace | undefined {
    const { levels, timeKey } = this.#context
    const { [timeKey]: at, level: logged, name: logger } = own
    const time = timeOf(at, nowMs)
    if (time === undefined || logged === undefined || (logger !== undefined && typeof logger !== 'string'))
      return undefined
    const tags = tagsOf(own, own, this.#context)
    if (tags?.['ai.operation.id'] === undefined && TRACE_FIELDS.some((key) => key in own)) return undefined
    const { word: level, severityLevel } = levels.read(typeof logged === 'string' ? detached(logged) : logged)
    const found = error && this.#plainError(error)
    const isSaid = message.length > 2 && (found === undefined || message !== JSON.stringify(found.value.message))
    if (found === undefined ? !isSaid : properties.includes('"message":')) return undefined // where both texts are kept
    const text = isSaid ? this.#writer.messageIn(message, found !== undefined) : ''
    const item = { time, tags, sampleRate: sampleRateOf(own), level, severityLevel, logger, error: found }
    return this.#writer.end(item, text, properties)
  }

  #plainError({ serialized, key: errorKey }: FoundError): PlainError {
    const isSaid = (key: PlainKey) => key.place === 'property' && key.name !== errorKey && this.#writer.line.has(key)
    return { value: revivedError(serialized), fields: { ...serialized }, placed: placedOf(serialized), isSaid }
  }
}

// --- helpers, in order of use ---

/** Longer ones are rare, and hardly made of short values. */
const MAX_CHARACTERS = 131_072

interface Found {
  /** Fields that have places of their own. */
  readonly own: Record<string, unknown>
  /** In JSON; empty if there is none. */
  message: string
  error: FoundError | undefined
  properties: string
  /** Of an entry `{ name, value }`. */
  roles: number
}

interface FoundError {
  readonly serialized: SerializedError
  readonly key: string
}

const NAME = 1
const VALUE = 2
const ENTRY = NAME | VALUE

function isTraceField(name: string): boolean {
  return TRACE_FIELDS.some((field) => field === name)
}

function isString(json: string): boolean {
  return json.startsWith('"')
}

function stringIn(json: string): string {
  return json.includes('\\') ? JSON.parse(json) : json.slice(1, -1)
}

/** As JSON has them, for `Number` reads others, too. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

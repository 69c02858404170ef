import {
  detached,
  ENTRY,
  errorIn,
  type FoundError,
  type Level,
  logTags,
  namedByStack,
  operationFrom,
  type PlainKey,
  PlainWriter,
  type PreserializedTrace,
  recordTime,
  TRACE_FIELDS,
} from '@azmon/core/adapter'
import type { MapContext } from './map-context'

/** Writes the same items as `mapLine`, but faster, because it copies most of the line. */
export class PlainLineWriter {
  readonly #context: MapContext
  readonly #writer: PlainWriter
  readonly #isSupported: boolean

  constructor(context: MapContext) {
    const { serializer, excluded, nestedKey, recordsAs, messageKey, timeKey, loggerKeys, levels } = context
    this.#context = context
    const mapped = ['level', nestedKey ?? ''].filter((key) => key !== '' && key !== levels.keys[0])
    this.#writer = new PlainWriter(serializer, excluded, mapped)
    const isMessageOnly = !loggerKeys.has(messageKey) && !isTraceField(messageKey) && !levels.keys.includes(timeKey)
    this.#isSupported = recordsAs === 'trace' && isMessageOnly && !serializer.redactor.mayBeSecret('name')
  }

  /** Returns undefined if the line must be mapped by `mapLine` instead. */
  write(line: string, nowMs: number): PreserializedTrace | undefined {
    if (!this.#isSupported || line.length > MAX_CHARACTERS) return undefined
    try {
      return this.#writer.begin() && this.#writer.line.begin(line) ? this.#write(nowMs) : undefined
    } catch {
      return undefined // JSON.parse has thrown
    }
  }

  #write(nowMs: number): PreserializedTrace | undefined {
    const { errorKeys, levels, messageKey } = this.#context
    const { line } = this.#writer
    const found: Found = { first: '', own: {}, message: '', error: undefined, properties: '', roles: 0 }
    for (let key = line.next(); key !== undefined; key = line.next()) {
      if (key.place === 'mapped' || key.role === 'unsafe' || key.isIndex) return undefined
      found.first ||= key.name
      const isRead =
        key.name === messageKey
          ? this.#readMessage(found)
          : key.place === 'excluded' || (key.name === found.first && levels.keys.includes(key.name))
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

  /** Reads a field of the logger. Returns false if it is neither a string nor a number. */
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
    const error = errorIn(value, key.name)
    if (error === undefined) found.properties += `${key.json}${this.#writer.property(key, value)},`
    else if (found.error === undefined) found.error = error
    else return false
    return true
  }

  #readProperty(found: Found, key: PlainKey): boolean {
    const { line } = this.#writer
    const text = line.property(key)
    // Only mapping reads the stack of an error.
    if (text === undefined || (line.mayBeStack && this.#context.errorKeys.includes(key.name))) return false
    found.properties += `${key.json}${text},`
    found.roles |= key.entryPart
    return true
  }

  #end({ first, own, message, error, properties }: Found, nowMs: number): PreserializedTrace | undefined {
    const { timeKey } = this.#context
    const { [timeKey]: at, name: logger } = own
    const time = recordTime(at, nowMs)
    const level = this.#levelOf(own, first)
    if (time === undefined || level === undefined || (logger !== undefined && typeof logger !== 'string'))
      return undefined
    const operation = operationFrom(own)
    if (operation === undefined && TRACE_FIELDS.some((key) => key in own)) return undefined
    const tags = logTags(operation, own['hostname'], this.#context.ownHost)
    const repeats = error !== undefined && message === JSON.stringify(messageOf(error))
    if (repeats && namedByStack(error, messageOf(error)) !== error) return undefined
    const hasText = message.length > 2 && !repeats
    // Only mapping recognizes the errors of requests, and renames the text to `logMessage` if there is also a property
    // `message`.
    if (error === undefined ? !hasText : ONLY_MAPPED.test(properties)) return undefined
    const text = hasText ? this.#writer.messageIn(message, error !== undefined) : ''
    const hasProperty = (key: PlainKey) =>
      key.place === 'property' && key.name !== error?.key && this.#writer.line.has(key)
    const { word, severityLevel } = level
    const sampleRate = operation?.sampleRate
    const item = { time, tags, sampleRate, level: word, severityLevel, logger, error, hasProperty }
    return this.#writer.end(item, text, properties)
  }

  /** Reads the level from the first field of the line, where pino writes it, or else from the usual field. */
  #levelOf(own: Found['own'], first: string): Level | undefined {
    const { levels } = this.#context
    const [usual = ''] = levels.keys
    const isFirst = levels.keys.includes(first)
    const key = isFirst ? first : usual
    const value = own[key]
    if (value === undefined || (key !== usual && usual in own)) return undefined
    const level = levels.read(typeof value === 'string' ? detached(value) : value, key)
    return isFirst || level.isKnown ? level : undefined
  }
}

// --- helpers, in order of use ---

/** Longer lines are rare, and most of their values must be truncated. */
const MAX_CHARACTERS = 131_072

interface Found {
  /** The key of the first field. */
  first: string
  /** Fields that are not properties. */
  readonly own: Record<string, unknown>
  /** The message as JSON; empty if there is none. */
  message: string
  error: FoundError | undefined
  properties: string
  /** The parts of an entry `{ name, value }` that the line has. */
  roles: number
}

/** Matches properties of a record with an error, in JSON. */
const ONLY_MAPPED = /"(?:message|req|res|reqId)":/

function messageOf({ value }: FoundError): unknown {
  return Reflect.get(Object(value), 'message')
}

function isTraceField(name: string): boolean {
  return TRACE_FIELDS.some((field) => field === name)
}

function isString(json: string): boolean {
  return json.startsWith('"')
}

function stringIn(json: string): string {
  return json.includes('\\') ? JSON.parse(json) : json.slice(1, -1)
}

/** Matches a number in JSON. `Number` also accepts other strings. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

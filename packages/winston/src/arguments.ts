import { isError, isFields, isList, isSpreadable, readField } from '@azmon/core/adapter'
import { LEVEL, type LogInfo, SPLAT } from './log-info'

/** A record, together with the arguments after its message. */
export interface Gathered {
  readonly record: LogInfo
  /** The object after the message, whose fields winston has copied into the record. winston may overwrite some of the copies. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
  /** Arguments that cannot be added as fields. They become the property `splat`. */
  readonly nameless: readonly unknown[]
  /** The record before the transport's own format; the same record if there is no format. */
  readonly original: LogInfo
}

/** Returns the arguments after the message. They contain the Error itself, not the copy that winston makes of its fields. */
export function argumentsOf(info: LogInfo): readonly unknown[] {
  const splat = readField(info, SPLAT)
  return isList(splat) ? splat : NONE
}

/**
 * Adds the arguments that winston ignores. winston copies only the first object after the message into the record, and copies
 * nothing if the message has `%` tokens. It leaves the rest to `format.splat()`, which most loggers do not use.
 */
export function gather(info: LogInfo, original: LogInfo = info): Gathered {
  const splat = argumentsOf(info)
  if (splat.length === 0) return { record: info, meta: undefined, nameless: NONE, original }
  const [first] = splat
  const text = readField(info, 'message')
  const isPutIn = isMergeable(first) && !hasTokens(text)
  const meta = isPutIn && isFields(first) ? first : undefined
  if (isPutIn && splat.length === 1) return { record: info, meta, nameless: NONE, original }
  const firstError = splat.find(isError)
  const message = new SearchedMessage(text)
  const left = splat.slice(isPutIn ? 1 : 0).filter((value) => value !== firstError && isWorthKeeping(value, message))
  try {
    const record = withFields(info, left.filter(isSpreadable))
    return { record, meta, nameless: left.filter((value) => !isSpreadable(value)), original }
  } catch {
    return { record: info, meta, nameless: left, original } // a getter has thrown; the serializer handles that
  }
}

/** Whether winston leaves the arguments to `format.splat()`. winston makes the same check. */
export function hasTokens(message: unknown): boolean {
  return typeof message === 'string' && message.includes('%') && /%[scdjifoO%]/.test(message)
}

// --- helpers, in order of use ---

const NONE: readonly unknown[] = []

/** Whether winston copies the fields of the value. Other objects, such as dates and maps, have no fields to copy. */
function isMergeable(value: unknown): boolean {
  return isFields(value) || isList(value) || isError(value)
}

/** Returns a copy of the record with more fields. They do not replace winston's own fields. */
function withFields(info: LogInfo, more: readonly object[]): LogInfo {
  if (more.length === 0) return info
  const { message, level, [LEVEL]: loggedAt, [SPLAT]: splat } = info
  const filled = Object.fromEntries([info, ...more].flatMap((fields) => Object.entries(fields)))
  return { ...filled, message, level, [LEVEL]: loggedAt, [SPLAT]: splat }
}

/** Returns false for a value that `format.splat()` has already put into the message. */
function isWorthKeeping(value: unknown, message: SearchedMessage): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return !message.says(String(value))
    case 'object':
      return value !== null
    case 'symbol':
      return true
    default:
      return false // a function is a callback of winston 2
  }
}

/** Searches only for the first characters of a word, because a search for a long word could take seconds. */
const PROBE = 32

/** How many characters are compared for one record. Beyond this limit, all values are kept. */
const MAX_COMPARED = 65_536

class SearchedMessage {
  readonly #message: string | undefined
  #compared = 0

  constructor(message: unknown) {
    this.#message = typeof message === 'string' ? message : undefined
  }

  /** Whether the message contains `word` as a separate word: `took 10 ms` does not contain `1`. */
  says(word: string): boolean {
    const message = this.#message
    if (message === undefined || word === '') return message !== undefined
    const probe = word.slice(0, PROBE)
    for (let at = message.indexOf(probe); at !== -1; at = message.indexOf(probe, at + 1)) {
      if (this.#compared > MAX_COMPARED) return false
      this.#compared += Math.max(word.length, PROBE)
      const isWord = !isPartOfWord(message[at - 1]) && !isPartOfWord(message[at + word.length])
      if (isWord && message.startsWith(word, at)) return true
    }
    return false
  }
}

function isPartOfWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}

import { isError, isFields, isList, isSpreadable, readField } from '@azmon/core'
import { LEVEL, type LogInfo, SPLAT } from './log-info'

/** The record with everything that was passed after its message in its place. */
export interface Gathered {
  readonly record: LogInfo
  /** The object whose fields winston has put into the record, as it was before winston's own came over them. */
  readonly meta: Readonly<Record<string, unknown>> | undefined
  /** What has no name to stand under. */
  readonly nameless: readonly unknown[]
  /** The record as the logger wrote it, before the transport's own format; the same record without one. */
  readonly original: LogInfo
}

/** What was passed after the message: an Error object keeps its place here, whatever winston has made of it. */
export function argumentsOf(info: LogInfo): readonly unknown[] {
  const splat = readField(info, SPLAT)
  return isList(splat) ? splat : NONE
}

/**
 * winston puts one object that follows the message into the record, unless the message has `%` tokens, and leaves
 * everything else to `format.splat()`, which most loggers do not have.
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
    return { record: info, meta, nameless: left, original } // a getter among them throws: the serialiser knows how to say so
  }
}

/** Whether winston leaves what was passed to `format.splat()`; as it asks. */
export function hasTokens(message: unknown): boolean {
  return typeof message === 'string' && message.includes('%') && /%[scdjifoO%]/.test(message)
}

// --- helpers, in order of use ---

const NONE: readonly unknown[] = []

/** Other objects (dates, maps …) have no fields that winston could have taken. */
function isMergeable(value: unknown): boolean {
  return isFields(value) || isList(value) || isError(value)
}

/** winston's own fields stay as they are. */
function withFields(info: LogInfo, more: readonly object[]): LogInfo {
  if (more.length === 0) return info
  const { message, level, [LEVEL]: loggedAt, [SPLAT]: splat } = info
  const filled = Object.fromEntries([info, ...more].flatMap((fields) => Object.entries(fields)))
  return { ...filled, message, level, [LEVEL]: loggedAt, [SPLAT]: splat }
}

/** Not what the message says already: `format.splat()` has put it there. */
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
      return false // a function is a callback of old; undefined says nothing
  }
}

/** By how many characters a word is looked for; all of a long one could take seconds to find. */
const PROBE = 32

/** How many characters of words are compared for one record. What is not found by then is kept. */
const MAX_COMPARED = 65_536

class SearchedMessage {
  readonly #message: string | undefined
  #compared = 0

  constructor(message: unknown) {
    this.#message = typeof message === 'string' ? message : undefined
  }

  /** As a word of its own: `1` is not in `took 10 ms`. */
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

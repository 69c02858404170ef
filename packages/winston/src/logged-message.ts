import { copyError, isError, type Levels, readField } from '@azmon/core/adapter'
import { argumentsOf, type LogInfo, levelOf, MESSAGE } from './log-info'

/**
 * Returns the message as it was logged, without the colors and padding of formats for the terminal. A format may have moved it
 * away: it is then taken from the line that the format made, or from the record before the transport's own format.
 */
export function loggedMessage(info: LogInfo, formats: TerminalFormats, original: LogInfo = info): unknown {
  const moved = () => printedMessage(info, false) ?? ownMessage(original) ?? printedMessage(info)
  const message = ownMessage(info) ?? moved() ?? readField(info, 'message')
  if (typeof message !== 'string') return message
  const level = levelOf(original)
  const logged = formats.undo(message, level)
  if (logged === message || (logged !== 'undefined' && logged !== level)) return logged
  // Without a message, `colorize()` writes the level, and the other formats write `undefined`.
  const isFieldsOnly = argumentsOf(info).length === 0 && Object.keys(info).some((key) => !ALWAYS.includes(key))
  return printedMessage(info, false) ?? (logged === level && !isFieldsOnly ? logged : undefined)
}

/** Does the same for a record that is an Error. Returns a copy with its original message if a format has changed it. */
export function errorAsLogged(error: LogInfo & Error, formats: TerminalFormats): Error {
  const message = loggedMessage(error, formats)
  return typeof message === 'string' && message !== error.message ? copyError(error, message) : error
}

/** Returns the message from the line that a format has made: from JSON, as `format.logstash()` makes it, else the whole line. */
export function printedMessage(info: LogInfo, mayBeLine = true): unknown {
  const printed = readField(info, MESSAGE)
  const line = typeof printed === 'string' ? withoutColors(printed).trimStart() : ''
  // Without a message, a format prints `undefined` or nothing.
  if (!line.startsWith('{')) return mayBeLine && line !== '' && !line.includes('undefined') ? line : undefined
  try {
    const record = JSON.parse(line)
    return record['@message'] ?? record['message']
  } catch {
    return undefined
  }
}

/** Removes what winston's formats for the terminal add to a message: `colorize()`, `padLevels()`, `cli()` and `align()`. */
export class TerminalFormats {
  /** The length of the longest level, which determines the padding: that of winston's own levels, and of the logger's levels. */
  readonly #longest: readonly number[]
  /** False after a message without padding, because these formats pad every message of a logger. */
  #mayBePadded = true

  constructor(levels: Levels) {
    this.#longest = [LONGEST_OF_WINSTON, Math.max(...Object.keys(levels).map((level) => level.length))]
  }

  undo(message: string, level: unknown): string {
    const plain = withoutColors(message)
    if (!this.#mayBePadded) return plain
    const { length } = plain.match(PADDING)?.[0] ?? ''
    if (length === 0) this.#mayBePadded = false
    const spaces = plain.slice(0, length).replace('\t', '').length
    const isPadding = spaces === 0 || this.#longest.some((longest) => spaces === longest + 1 - String(level).length)
    return isPadding ? plain.slice(length) : plain
  }
}

// --- helpers, in order of use ---

/** Fields that a record has even if only a message was logged. */
const ALWAYS: readonly string[] = ['level', 'message', 'timestamp']

/** If a format has deleted the message of an Error, the Error inherits an empty one. */
function ownMessage(info: LogInfo): unknown {
  const message = readField(info, 'message')
  return message === '' && isError(info) ? undefined : message
}

function withoutColors(text: string): string {
  return text.includes('\u001b') ? text.replace(COLORS, '') : text
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colors begin with this character
const COLORS = /\u001b\[[\d;]*m/g

/** The length of `verbose` and `warning`, the longest usual level names. */
const LONGEST_OF_WINSTON = 7

const PADDING = /^[ \t]*/

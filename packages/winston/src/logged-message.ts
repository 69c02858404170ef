import { stripVTControlCharacters } from 'node:util'
import { isError, type Levels, readField } from '@azmon/core/adapter'
import { config } from 'winston'
import { argumentsOf, type LogInfo, levelOf, MESSAGE } from './log-info'

/**
 * Returns the message as it was logged, without the colors and padding of formats for the terminal. A format may have moved it
 * away: it is then taken from the JSON that the format made, or from the record before the transport's own format.
 */
export function loggedMessage(info: LogInfo, formats: TerminalFormats, original: LogInfo = info): unknown {
  const message = ownMessage(info) ?? printedMessage(info) ?? ownMessage(original) ?? readField(info, 'message')
  if (typeof message !== 'string') return message
  const level = levelOf(original)
  const logged = formats.undo(message, level)
  if (logged === message || (logged !== 'undefined' && logged !== level)) return logged
  // Without a message, `colorize()` writes the level, and the other formats write `undefined`.
  const isFieldsOnly = argumentsOf(info).length === 0 && Object.keys(info).some((key) => !ALWAYS.includes(key))
  return printedMessage(info) ?? (logged === level && !isFieldsOnly ? logged : undefined)
}

/** Returns the message in the JSON that `format.logstash()`, `format.json()` or another format has made. */
export function printedMessage(info: LogInfo): unknown {
  const printed = readField(info, MESSAGE)
  try {
    const { '@message': moved, message = moved } = JSON.parse(withoutColors(String(printed)))
    return message
  } catch {
    return undefined // it is another text
  }
}

/** Removes what winston's formats for the terminal add to a message: `colorize()`, `padLevels()`, `cli()` and `align()`. */
export class TerminalFormats {
  /** The length of the longest level, which determines the padding: that of winston's own levels, and of the logger's levels. */
  readonly #longest: readonly number[]
  /** False after a message without padding, because these formats pad every message of a logger. */
  #mayBePadded = true

  constructor(levels: Levels) {
    this.#longest = [config.cli.levels, levels].map((each) =>
      Math.max(...Object.keys(each).map(({ length }) => length)),
    )
  }

  undo(message: string, level: unknown): string {
    const colorless = withoutColors(message)
    if (!this.#mayBePadded) return colorless
    const name = typeof level === 'string' ? level : ''
    const isKnown = hasPadding(name)
    const plain = isKnown ? colorless : colorless.replace(/^undefined(?=\w)/, '')
    const { length } = plain.match(/^[ \t]*/)?.[0] ?? ''
    if (length === 0 && isKnown) this.#mayBePadded = false
    const spaces = plain.slice(0, length).replace('\t', '').length
    const isPadding = spaces === 0 || this.#longest.some((longest) => spaces === longest + 1 - name.length)
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
  return text.includes('\u001b') ? stripVTControlCharacters(text) : text
}

/** Whether the formats know how to pad the level. If not, they write `undefined` directly before the message. */
function hasPadding(level: string): boolean {
  return [config.npm.levels, config.cli.levels].some((levels) => Object.hasOwn(levels, level))
}

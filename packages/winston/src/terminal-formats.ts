import type { Levels } from '@azmon/core/adapter'

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
    const plain = withoutColours(message)
    if (!this.#mayBePadded) return plain
    const { length } = plain.match(PADDING)?.[0] ?? ''
    if (length === 0) this.#mayBePadded = false
    const spaces = plain.slice(0, length).replace('\t', '').length
    const isPadding = spaces === 0 || this.#longest.some((longest) => spaces === longest + 1 - String(level).length)
    return isPadding ? plain.slice(length) : plain
  }
}

export function withoutColours(text: string): string {
  return text.includes('\u001b') ? text.replace(COLOURS, '') : text
}

// --- helpers, in order of use ---

/** The length of `verbose` and `warning`. */
const LONGEST_OF_WINSTON = 7

const PADDING = /^[ \t]*/

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with this character
const COLOURS = /\u001b\[[\d;]*m/g

/**
 * Returns the arguments of a log call that a formatter has not already put into the message. Leaves out `undefined` and
 * functions, which are callbacks.
 */
export function valuesNotInMessage(values: readonly unknown[], message: unknown): readonly unknown[] {
  const search = new MessageSearch(typeof message === 'string' ? message : undefined)
  return values.filter((value) => {
    switch (typeof value) {
      case 'string':
      case 'number':
      case 'boolean':
      case 'bigint':
        return !search.containsWord(String(value))
      case 'object':
        return value !== null
      default:
        return typeof value === 'symbol'
    }
  })
}

// --- helpers, in order of use ---

/** Searches only for the first characters of a word, because a search for a long word could take seconds. */
const PROBE = 32

/** How many characters are compared for one record. Beyond this limit, all values are kept. */
const MAX_COMPARED = 65_536

class MessageSearch {
  readonly #message: string | undefined
  #compared = 0

  constructor(message: string | undefined) {
    this.#message = message
  }

  /** Whether the message contains `word` as a separate word: `took 10 ms` does not contain `1`. */
  containsWord(word: string): boolean {
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

import { detached } from '../detached'
import { FLAG_WORDS, SECRET_WORDS, type SecretWord } from './secret-words'

/** The number of characters compared at the end of a key. No word is longer. */
const MAX_KEY_END = 64

/** How far from the end to search for the last three letters, skipping quotes, separators and digits. */
const MAX_WORD_END = 12

/** Limits the cache, because applications may log ids as keys. */
const MAX_CACHED_NAMES = 2_000
const MAX_CACHED_LENGTH = 200

/** Decides by the name of a value whether the value may be a secret. */
export class SecretNames {
  readonly #added: readonly string[]
  /** Undefined if an added word is too short to be looked up by its last three letters. */
  readonly #ends: ReadonlySet<number> | undefined
  readonly #ofKeys: Rules = new Map()
  readonly #ofNames: Rules = new Map()
  readonly #ofParameters: Rules = new Map()

  /** `added` keys are secret in addition to the built-in ones. They also match the end of a longer key. */
  constructor(added: readonly string[]) {
    this.#added = added.map(plainKey).filter((word) => word !== '')
    const isIndexed = this.#added.every((word) => /[a-z]{3}$/.test(word))
    this.#ends = isIndexed ? new Set([...WORDS_BY_END.keys(), ...this.#added.map((word) => endOf(word))]) : undefined
  }

  /** Returns the rule for a key, or undefined if values under it are not secret. */
  ofKey(key: string): SecretWord | undefined {
    return this.#cached(this.#ofKeys, key, false)
  }

  /**
   * Returns the rule for a name within a string. Uses a separate cache, because the application's users may choose such
   * names.
   */
  ofName(name: string, isParameter: boolean): SecretWord | undefined {
    return this.#cached(isParameter ? this.#ofParameters : this.#ofNames, name, isParameter)
  }

  /** Returns whether the name that ends at `end` may be secret. A cheap test that excludes most names. */
  mayEnd(string: string, end: number): boolean {
    if (this.#ends === undefined) return true
    const found = endOf(string, end)
    return found === ENCODED || this.#ends.has(found)
  }

  #cached(rules: Rules, name: string, isParameter: boolean): SecretWord | undefined {
    const known = rules.get(name)
    if (known !== undefined || rules.has(name)) return known
    const rule = this.#find(name, isParameter)
    if (rules.size < MAX_CACHED_NAMES && name.length <= MAX_CACHED_LENGTH) {
      rules.set(detached(name), rule)
    }
    return rule
  }

  #find(name: string, isParameter: boolean): SecretWord | undefined {
    const plain = plainKey(name)
    if (this.#added.some((word) => plain.endsWith(word))) return ADDED
    const rule = WORDS_BY_END.get(endOf(name))?.find(
      (word) => (isParameter || word.onlyParameter !== true) && fits(word, withoutDigits(plain), name),
    )
    if (rule === undefined || rule.harmless === 'anything') return undefined
    return rule.harmless === 'nothing' && FLAG_WORDS.has(firstWord(name)) ? FLAG : rule
  }
}

// --- helpers, in order of use ---

type Rules = Map<string, SecretWord | undefined>

const ADDED: SecretWord = { word: '', place: 'end', harmless: 'nothing' }
const FLAG: SecretWord = { word: '', place: 'end', harmless: 'a short word or a path' }

/** Marks a name that must be decoded first. */
const ENCODED = -1
const PERCENT = 0x25

/** Returns the last three ASCII letters before `end` as one number, or 0 if they are not close together. */
function endOf(name: string, end = name.length): number {
  let letters = 0
  let found = 0
  for (let at = end - 1; at >= 0 && at >= end - MAX_WORD_END; at--) {
    const code = name.charCodeAt(at)
    if (code === PERCENT) return ENCODED
    const letter = code | 0x20
    if (letter < 0x61 || letter > 0x7a) continue
    found = found * 32 + (letter - 0x60)
    if (++letters === 3) return found
  }
  return 0
}

/** Words by their last three letters, longest first. */
const WORDS_BY_END = byEnd(SECRET_WORDS.toSorted((a, b) => b.word.length - a.word.length))

function byEnd(words: readonly SecretWord[]): ReadonlyMap<number, readonly SecretWord[]> {
  const found = new Map<number, SecretWord[]>()
  for (const word of words) found.set(endOf(word.word), [...(found.get(endOf(word.word)) ?? []), word])
  return found
}

function plainKey(key: string): string {
  const end = key.slice(-MAX_KEY_END)
  return (LETTERS.test(end) ? end : end.replaceAll(/[^a-zA-Z\d]/g, '')).toLowerCase()
}

/** Removes trailing digits: `password_2` becomes `password`. */
function withoutDigits(plain: string): string {
  let length = plain.length
  while (length > 0 && plain.charCodeAt(length - 1) <= NINE) length--
  return plain.slice(0, length)
}

const LETTERS = /^[a-z\d]*$/
const NINE = 0x39

function fits({ word, place }: SecretWord, plain: string, key: string): boolean {
  if (place === 'whole') return plain === word
  if (!plain.endsWith(word)) return false
  return place === 'end' || plain === word || LAST_WORD.exec(key.slice(-MAX_KEY_END))?.[1]?.toLowerCase() === word
}

/** Finds the last word of a key: `Pass` in `smtpPass`, `PASS` in `SMTP_PASS`, `pass` in `smtp-pass2`. */
const LAST_WORD = /([A-Z]?[a-z]+|[A-Z]+)[^a-zA-Z]*$/

function firstWord(key: string): string {
  return /^[^a-zA-Z]{0,8}([A-Z]{1,16}(?![a-z])|[A-Z]?[a-z]{1,16})/.exec(key)?.[1]?.toLowerCase() ?? ''
}

import { MAX_PROPERTY } from '../envelope/limits'
import { MAX_CHARACTERS, MAX_DEPTH, MAX_NODES } from '../envelope/plain-copy'
import { REDACTED } from '../redaction/secret-strings'
import {
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  JsonCursor,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
} from './json-cursor'
import { escaped, nestedJsonString } from './plain-json'
import { ENTRY, isNew, type PlainKey } from './plain-keys'
import type { PlainValues } from './plain-values'

/**
 * Reads the fields of a line of JSON, one after the other. Turns values into properties in one pass over the characters: they
 * are copied without their secrets. A value that `JSON.stringify` would write differently is parsed first.
 */
export class PlainLine {
  readonly #values: PlainValues
  readonly #cursor = new JsonCursor()
  /** The number of objects so far. Each object has a number, so that a key can store the last object that had it. */
  #objects = 0
  #ownNumber = 0
  /** The copy of the current value is wrong: the value must be parsed. */
  #mustParse = false
  #nodes = 0
  #before: PlainKey | undefined
  /** Whether a comma was not followed by a field that can be read. */
  #isBroken = false
  #redacted = 0

  constructor(values: PlainValues) {
    this.#values = values
  }

  /** Begins a line. Returns false if it is not a JSON object. */
  begin(line: string): boolean {
    if (line.charCodeAt(0) !== OPENING_BRACE || UNREADABLE.test(line)) return false
    this.#cursor.begin(line)
    this.#before = this.#values.keys.of('')
    this.#ownNumber = ++this.#objects
    this.#isBroken = false
    return true
  }

  /** Moves to the value of the next field. Returns undefined after the last field, and if the rest of the line is unreadable. */
  next(): PlainKey | undefined {
    const isFirst = this.#cursor.at === 0
    if (!this.#cursor.pass(isFirst ? OPENING_BRACE : COMMA)) return undefined
    const key = this.#key()
    if (key !== undefined && isNew(key, this.#ownNumber, 0)) return key
    this.#isBroken = !isFirst || this.#cursor.code !== CLOSING_BRACE
    return undefined
  }

  /** Whether the whole line has been read. */
  get isComplete(): boolean {
    return !this.#isBroken && this.#cursor.code === CLOSING_BRACE && this.#cursor.at === this.#cursor.line.length - 1
  }

  /** Whether the line had this key so far. */
  has({ seenIn }: PlainKey): boolean {
    return seenIn?.[0] === this.#ownNumber
  }

  get isObject(): boolean {
    return this.#cursor.code === OPENING_BRACE
  }

  /** Whether the value that was read last may be a stack: a string with line breaks, or an array of lines. */
  get mayBeStack(): boolean {
    return this.#cursor.hasEscape || this.#cursor.line.charCodeAt(this.#cursor.at - 1) === CLOSING_BRACKET
  }

  /** Whether `JSON.stringify` would write the last string in the same way. */
  get isCanonical(): boolean {
    return this.#cursor.isCanonical
  }

  /** Returns the value as JSON; undefined if it is incomplete. */
  json(): string | undefined {
    const { line, at } = this.#cursor
    return this.#cursor.skip() ? line.slice(at, this.#cursor.at) : undefined
  }

  /** Returns the value as the JSON of a property; undefined if it cannot be read. */
  property(key: PlainKey): string | undefined {
    const cursor = this.#cursor
    const { line, at, code } = cursor
    if (code === QUOTE) {
      if (!cursor.string()) return undefined
      const end = cursor.at
      const isKept =
        !key.mayBeSecret && cursor.isCanonical && end - at <= MAX_PROPERTY && this.#isHarmless(at + 1, end - 1)
      return isKept ? line.slice(at, end) : this.#parsed(key, at)
    }
    if (code === OPENING_BRACE || code === OPENING_BRACKET) return this.#nested(key)
    const scalar = cursor.scalar()
    const isKept = cursor.isCanonical && !key.mayBeSecret && scalar !== 'null'
    return isKept ? `"${scalar}"` : this.#parsed(key, at)
  }

  /** Reads a key. Usually it is the same key as the last time after the key before it, and needs no lookup. */
  #key(): PlainKey | undefined {
    const cursor = this.#cursor
    const { line, at } = cursor
    const before = this.#before
    const expected = before?.follower
    if (expected !== undefined && line.startsWith(expected.json, at)) {
      cursor.at = at + expected.json.length
      this.#before = expected
      return expected
    }
    if (!cursor.string() || cursor.hasEscape) return undefined
    const key = this.#values.keys.of(line.slice(at + 1, cursor.at - 1))
    this.#before = key
    if (before !== undefined && key.seenIn !== undefined) before.follower = key
    return cursor.pass(COLON) ? key : undefined
  }

  #parsed(key: PlainKey, start: number): string {
    const { line, at } = this.#cursor
    return this.#values.property(key, JSON.parse(line.slice(start, at)), {})
  }

  /** Whether the string contains no secret. Returns false in doubt: an escape may hide a colon or belong to a secret. */
  #isHarmless(from: number, to: number): boolean {
    const { line, hasEscape } = this.#cursor
    if (!this.#cursor.mayHoldSecret(from, to)) return true
    return !hasEscape && !this.#values.holdsSecret(line.slice(from, to))
  }

  #nested(key: PlainKey): string | undefined {
    const cursor = this.#cursor
    const start = cursor.at
    this.#mustParse = key.mayBeSecret
    this.#nodes = 0
    this.#redacted = 0
    const text = this.#value(0)
    if (text === undefined) return undefined
    const isLong = text.length > MAX_PROPERTY || cursor.at - start > MAX_CHARACTERS || this.#nodes >= MAX_NODES
    if (this.#mustParse || isLong || this.#values.mayFlatten) return this.#parsed(key, start)
    this.#values.limits.countSkipped(this.#nodes, this.#redacted)
    return `"${text}"`
  }

  // The functions below return JSON that is nested in a JSON string.

  #value(depth: number): string | undefined {
    this.#nodes++
    switch (this.#cursor.code) {
      case QUOTE:
        return this.#string()
      case OPENING_BRACE:
        return depth < MAX_DEPTH ? this.#object(depth + 1) : undefined
      case OPENING_BRACKET:
        return depth < MAX_DEPTH ? this.#list(depth + 1) : undefined
      default:
        return this.#scalar()
    }
  }

  #scalar(): string | undefined {
    const scalar = this.#cursor.scalar()
    if (!this.#cursor.isCanonical) this.#mustParse = true
    return scalar === '' ? undefined : scalar
  }

  #string(): string | undefined {
    const cursor = this.#cursor
    const { line, at } = cursor
    if (!cursor.string()) return undefined
    const text = line.slice(at + 1, cursor.at - 1)
    if (!cursor.isCanonical || !this.#isHarmless(at + 1, cursor.at - 1)) this.#mustParse = true
    return cursor.hasEscape ? `\\"${escaped(text)}\\"` : `\\"${text}\\"`
  }

  #object(depth: number): string | undefined {
    const cursor = this.#cursor
    const number = ++this.#objects
    let text = '{'
    let entry = 0
    cursor.at++
    if (cursor.pass(CLOSING_BRACE)) return '{}'
    do {
      const key = this.#key()
      if (key === undefined || key.name === '_events') return undefined // only mapping recognizes Node's objects
      if (!isNew(key, number, depth) || key.isIndex) this.#mustParse = true
      if (key.role !== 'plain') entry |= this.#roleIn(key)
      const value = key.mayBeSecret ? this.#secret(key, depth) : this.#value(depth)
      if (value === undefined) return undefined
      text += text.length > 1 ? `,${key.nestedJson}${value}` : `${key.nestedJson}${value}`
    } while (cursor.pass(COMMA))
    if (entry === ENTRY) this.#mustParse = true
    return cursor.pass(CLOSING_BRACE) ? `${text}}` : undefined
  }

  /** Returns which part of an entry `{ name, value }` the key is, if any. */
  #roleIn(key: PlainKey): number {
    if (key.role === 'unsafe' || key.role === 'summary') this.#mustParse = true
    return key.entryPart
  }

  /** Returns the value of a key whose values are mostly secrets. */
  #secret(key: PlainKey, depth: number): string | undefined {
    const { line, at, code } = this.#cursor
    const nodes = this.#nodes
    const mustParse = this.#mustParse
    const written = this.#value(depth)
    if (written === undefined || code === OPENING_BRACE || code === OPENING_BRACKET) {
      this.#mustParse = true
      return written
    }
    if (!this.#values.isSecret(key, JSON.parse(line.slice(at, this.#cursor.at)))) return written
    this.#mustParse = mustParse
    this.#nodes = nodes
    this.#redacted++
    return nestedJsonString(REDACTED)
  }

  #list(depth: number): string | undefined {
    const cursor = this.#cursor
    const start = cursor.at
    if (cursor.numbers()) {
      this.#nodes += (cursor.at - start) >> 1
      return cursor.line.slice(start, cursor.at)
    }
    cursor.at++
    if (cursor.pass(CLOSING_BRACKET)) return '[]'
    const mayBeHeaders = cursor.code === QUOTE
    let text = '['
    let length = 0
    do {
      const item = this.#value(depth)
      if (item === undefined) return undefined
      text += length++ > 0 ? `,${item}` : item
    } while (cursor.pass(COMMA))
    if (mayBeHeaders && length % 2 === 0) this.#mustParse = true
    return cursor.pass(CLOSING_BRACKET) ? `${text}]` : undefined
  }
}

// --- helpers, in order of use ---

/** Matches control characters and lone surrogates. */
const UNREADABLE = /[\p{Cc}\p{Cs}]/u

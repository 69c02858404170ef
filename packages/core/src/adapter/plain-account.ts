import { MAX_PROPERTY } from '../envelope/limits'
import { MAX_CHARACTERS, MAX_NODES, MAX_RECORD_NODES } from '../envelope/plain-copy'
import type { Redactor } from '../redaction/redactor'
import { REDACTED } from '../redaction/secret-strings'
import { truncate } from '../truncate'
import { jsonString } from './plain-json'

/** What one record has used of its limits, what was redacted and cut in it, and whether it can be written at all. */
export class PlainAccount {
  readonly #redactor: Redactor
  #isStrange = false
  /** Of one object of the record. */
  #nodesLeft = 0
  #isEstimate = false
  /** Of one value. */
  #nodes = 0
  #characters = 0
  #redacted = 0
  #truncated = 0

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  begin(): void {
    this.#isStrange = false
    this.#redacted = 0
    this.#truncated = 0
    this.beginFields()
  }

  /** Begins an object of the record: its values share a budget. */
  beginFields(): void {
    this.#isEstimate = false
    this.#nodesLeft = MAX_RECORD_NODES
  }

  beginValue(): void {
    this.#nodes = 0
    this.#characters = 0
  }

  /** Returns how many texts were cut; undefined if the record is left to mapping, which counts for itself. */
  end(): number | undefined {
    if (this.#isStrange) return undefined
    this.#redactor.count(this.#redacted)
    return this.#truncated
  }

  /** Leaves the record to mapping: what is written of it from now on is worthless. */
  refuse(): string {
    this.#isStrange = true
    return ''
  }

  node(): void {
    this.#nodes++
    this.#nodesLeft--
  }

  /** A field or an item without a value, of which a list may have any number. */
  hole(): void {
    this.#nodes++
  }

  characters(count: number): void {
    this.#characters += count
  }

  /** Whether a list has room for so many nodes; they are counted then. */
  takesNodes(count: number): boolean {
    if (this.#nodes + count >= MAX_NODES || this.#nodesLeft <= count) return false
    this.#nodes += count
    this.#nodesLeft -= count
    return true
  }

  /** Counts what was written of a value elsewhere: at most so many nodes, and secrets. */
  spend(nodes: number, redacted: number): void {
    this.#nodesLeft -= nodes
    this.#redacted += redacted
    this.#isEstimate = true
    if (this.#nodesLeft <= 0) this.refuse()
  }

  /** Whether nothing more of a value is written. Mapping cuts strings where the characters end. */
  isExhausted(): boolean {
    if (this.#characters >= MAX_CHARACTERS || (this.#nodesLeft <= 0 && this.#isEstimate)) this.refuse()
    return this.#nodesLeft <= 0 || this.#nodes >= MAX_NODES
  }

  endValue(): void {
    if (this.#characters > MAX_CHARACTERS) this.refuse()
  }

  /** What replaces a secret. */
  mark(): string {
    this.#redacted++
    return REDACTED
  }

  withoutSecrets(string: string, maxCharacters?: number): string {
    const redacted = this.#redactor.redactedString(string, maxCharacters)
    if (redacted === undefined) return string
    this.#redacted++
    return redacted
  }

  /** A text in JSON, cut at what the service takes. */
  cut(text: string, maxCharacters = MAX_PROPERTY): string {
    if (text.length <= maxCharacters) return jsonString(text)
    this.#truncated++
    return jsonString(truncate(text, maxCharacters))
  }
}

import { MAX_PROPERTY } from '../envelope/limits'
import { MAX_CHARACTERS, MAX_NODES, MAX_RECORD_NODES } from '../envelope/plain-copy'
import type { Redactor } from '../redaction/redactor'
import { REDACTED } from '../redaction/secret-strings'
import { truncate } from '../truncate'
import { jsonString } from './plain-json'

/**
 * Counts how much of its limits one record has used, and how many of its strings were redacted or truncated. Records whether it
 * can be written directly; if not, it is mapped instead.
 */
export class PlainLimits {
  readonly #redactor: Redactor
  #needsMapping = false
  /** The number of nodes that the remaining values of the current object may use in total. */
  #nodesLeft = 0
  #isEstimate = false
  /** The nodes and characters of the current value. */
  #nodes = 0
  #characters = 0
  #redacted = 0
  #truncated = 0

  constructor(redactor: Redactor) {
    this.#redactor = redactor
  }

  begin(): void {
    this.#needsMapping = false
    this.#redacted = 0
    this.#truncated = 0
    this.beginFields()
  }

  /** Begins an object of the record. Its values share one budget of nodes. */
  beginFields(): void {
    this.#isEstimate = false
    this.#nodesLeft = MAX_RECORD_NODES
  }

  beginValue(): void {
    this.#nodes = 0
    this.#characters = 0
  }

  /** Returns the number of truncated strings. Returns undefined if the record must be mapped instead, and counts nothing then. */
  end(): number | undefined {
    if (this.#needsMapping) return undefined
    this.#redactor.count(this.#redacted)
    return this.#truncated
  }

  /** Marks the record as one that must be mapped instead. Its JSON is invalid from now on. */
  requireMapping(): string {
    this.#needsMapping = true
    return ''
  }

  countNode(): void {
    this.#nodes++
    this.#nodesLeft--
  }

  /** Counts an undefined field or array element. A sparse array may have any number of them. */
  countUndefined(): void {
    this.#nodes++
  }

  countCharacters(count: number): void {
    this.#characters += count
  }

  /** Counts the nodes of an array if the limits allow that number. Returns false otherwise. */
  tryCountNodes(count: number): boolean {
    if (this.#nodes + count >= MAX_NODES || this.#nodesLeft <= count) return false
    this.#nodes += count
    this.#nodesLeft -= count
    return true
  }

  /** Counts a value that was written without this object: its secrets, and an upper bound of its nodes. */
  countSkipped(nodes: number, redacted: number): void {
    this.#nodesLeft -= nodes
    this.#redacted += redacted
    this.#isEstimate = true
    if (this.#nodesLeft <= 0) this.requireMapping()
  }

  /** Whether the rest of a value is dropped. Only mapping can truncate a string at the limit of the characters. */
  isExhausted(): boolean {
    if (this.#characters >= MAX_CHARACTERS || (this.#nodesLeft <= 0 && this.#isEstimate)) this.requireMapping()
    return this.#nodesLeft <= 0 || this.#nodes >= MAX_NODES
  }

  endValue(): void {
    if (this.#characters > MAX_CHARACTERS) this.requireMapping()
  }

  /** Counts a secret, and returns the string that replaces it. */
  redact(): string {
    this.#redacted++
    return REDACTED
  }

  withoutSecrets(string: string, maxCharacters?: number): string {
    const redacted = this.#redactor.redactedString(string, maxCharacters)
    if (redacted === undefined) return string
    this.#redacted++
    return redacted
  }

  /** Returns a string as JSON, truncated to `maxCharacters`. @default the limit of a property */
  truncatedJson(text: string, maxCharacters = MAX_PROPERTY): string {
    if (text.length <= maxCharacters) return jsonString(text)
    this.#truncated++
    return jsonString(truncate(text, maxCharacters))
  }
}

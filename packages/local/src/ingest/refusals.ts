import { isWireObject, readObject, readString } from './wire'

/** An item that was rejected, with what is known of it. */
export interface Refusal {
  /** When it arrived, in milliseconds since 1970. */
  readonly atMs: number
  readonly statusCode: number
  /** The message of the response, which begins with the number of the rule if the service has one. */
  readonly message: string
  /** The first characters of the item as it was sent. */
  readonly text: string
  /** Empty strings stand for what the item does not say. */
  readonly iKey: string
  readonly baseType: string
  readonly role: string
  readonly sdkVersion: string
  readonly operationId: string
}

/** Keeps the newest refusals in memory, and counts all. */
export class Refusals {
  readonly #newest: Refusal[] = []
  #total = 0

  /** @param value the parsed item, or undefined if it is not JSON */
  add(text: string, value: unknown, statusCode: number, message: string, atMs = Date.now()): void {
    this.#total++
    if (this.#newest.length === MAX_KEPT) this.#newest.shift()
    const item = isWireObject(value) ? value : {}
    const tags = readObject(item, 'tags')
    this.#newest.push({
      atMs,
      statusCode,
      message: firstCharacters(message, MAX_MESSAGE_LENGTH),
      text: firstCharacters(text, MAX_TEXT_LENGTH),
      iKey: short(readString(item, 'iKey')),
      baseType: short(readString(readObject(item, 'data'), 'baseType')),
      role: short(readString(tags, 'ai.cloud.role')),
      sdkVersion: short(readString(tags, 'ai.internal.sdkVersion')),
      operationId: short(readString(tags, 'ai.operation.id')),
    })
  }

  /** The number of all refusals since the start or the last `clear()`, also of those that are no longer kept. */
  get total(): number {
    return this.#total
  }

  /** The newest first. Only those of an operation if its id is given. */
  newest(operationId?: string): readonly Refusal[] {
    const matches = this.#newest.filter((refusal) => operationId === undefined || refusal.operationId === operationId)
    return matches.reverse()
  }

  clear(): void {
    this.#newest.length = 0
    this.#total = 0
  }
}

// --- helpers ---

const MAX_KEPT = 500
const MAX_TEXT_LENGTH = 8_192
const MAX_MESSAGE_LENGTH = 1_024
const MAX_FIELD_LENGTH = 128

function short(text: string | null): string {
  return firstCharacters(text ?? '', MAX_FIELD_LENGTH)
}

/** Copies the characters, because in V8 a slice of a string keeps the whole string in memory, here the body of a request. */
function firstCharacters(text: string, maxLength: number): string {
  return Buffer.from(text.slice(0, maxLength)).toString()
}

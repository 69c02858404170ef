import { isWireObject, readObject, readString } from './wire'

/** An item that was rejected, with what is known of it. */
export interface Refusal {
  /** When it arrived, in milliseconds since 1970. */
  readonly atMs: number
  readonly statusCode: number
  /** The rule that the item breaks: a number of the service, or a name of one of {@link ruleOf}. */
  readonly rule: string
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
  readonly #byRule = new Map<string, number>()
  #total = 0

  /** @param value the parsed item, or undefined if it is not JSON */
  add(text: string, value: unknown, statusCode: number, message: string, atMs = Date.now()): void {
    const rule = ruleOf(message)
    this.#total++
    this.#byRule.set(rule, (this.#byRule.get(rule) ?? 0) + 1)
    if (this.#newest.length === MAX_KEPT) this.#newest.shift()
    const item = isWireObject(value) ? value : {}
    const tags = readObject(item, 'tags')
    this.#newest.push({
      atMs,
      statusCode,
      rule,
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

  /** The number of all refusals by rule. */
  get byRule(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#byRule)
  }

  /** The newest first. Only those of an operation if its id is given. */
  newest(operationId?: string): readonly Refusal[] {
    const matches = this.#newest.filter((refusal) => operationId === undefined || refusal.operationId === operationId)
    return matches.reverse()
  }

  clear(): void {
    this.#newest.length = 0
    this.#byRule.clear()
    this.#total = 0
  }
}

/** Returns the rule that a message of the service is about. There are few, so that they can be counted. */
export function ruleOf(message: string): string {
  const [, number] = /^(1\d\d):/.exec(message) ?? []
  if (number !== undefined) return number
  return RULES.find(([start]) => message.startsWith(start))?.[1] ?? 'other'
}

// --- helpers ---

const RULES = [
  ['Invalid instrumentation key', 'key'],
  ['The item is not JSON', 'json'],
  ['Telemetry item length', 'size'],
  ['Telemetry item must not exceed', 'complexity'],
] as const

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

import type { TraceState } from '@opentelemetry/api'

/**
 * Reads the value of a `tracestate` header. One malformed member, or more than 32 members, invalidates all of it.
 * @see https://www.w3.org/TR/trace-context-2/#tracestate-header
 */
export function readTraceState(header: string): TraceState | undefined {
  if (header.length > MAX_LENGTH) return undefined
  const members = header
    .split(',')
    .map(trimBlanks)
    .filter((member) => member !== '')
  if (members.length === 0 || members.length > MAX_MEMBERS) return undefined
  return members.every((member) => MEMBER.test(member)) ? new MemberList(members) : undefined
}

/** Returns `state` with this member in front, without its last member if there would be more than 32. */
export function withMember(state: TraceState | undefined, key: string, value: string): TraceState {
  return (readTraceState(state?.serialize() ?? '') ?? new MemberList([])).set(key, value)
}

/** Removes spaces and tabs at both ends. A regular expression takes quadratic time for long runs of blanks in the middle. */
export function trimBlanks(value: string): string {
  let [start, end] = [0, value.length]
  while (start < end && isBlank(value, start)) start++
  while (end > start && isBlank(value, end - 1)) end--
  return value.slice(start, end)
}

// --- helpers, in order of use ---

/** The standard requires at least 512 characters. */
const MAX_LENGTH = 4_096

const MAX_MEMBERS = 32

const MEMBER = /^[a-z\d][a-z\d_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/

/**
 * The trace state of OpenTelemetry's API has the grammar of the standard's first level and rejects newer keys. Members stay in
 * the order and number in which they were received, even if a key occurs twice.
 */
class MemberList implements TraceState {
  readonly #members: readonly string[]

  constructor(members: readonly string[]) {
    this.#members = members
  }

  get(key: string): string | undefined {
    return this.#members.find((member) => isOf(key, member))?.slice(key.length + '='.length)
  }

  set(key: string, value: string): TraceState {
    const member = `${key}=${value}`
    if (!MEMBER.test(member)) return this
    return new MemberList([member, ...this.#without(key)].slice(0, MAX_MEMBERS))
  }

  unset(key: string): TraceState {
    return new MemberList(this.#without(key))
  }

  serialize(): string {
    return this.#members.join(',')
  }

  #without(key: string): readonly string[] {
    return this.#members.filter((member) => !isOf(key, member))
  }
}

function isOf(key: string, member: string): boolean {
  return member.startsWith(`${key}=`)
}

function isBlank(value: string, index: number): boolean {
  return value[index] === ' ' || value[index] === '\t'
}

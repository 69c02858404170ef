import {
  type Context,
  createTraceState,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  TraceFlags,
  type TraceState,
  trace,
} from '@opentelemetry/api'
import { headerOf, headersOf } from './header'

const TRACEPARENT = 'traceparent'
const TRACESTATE = 'tracestate'

/** Reads and writes `traceparent` and `tracestate`. @see https://www.w3.org/TR/trace-context/ */
export class TraceContextPropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const spanContext = trace.getSpanContext(context)
    if (spanContext === undefined || !isSpanContextValid(spanContext)) return
    const { traceId, spanId, traceFlags, traceState } = spanContext
    const flags = (traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')
    setter.set(carrier, TRACEPARENT, `00-${traceId}-${spanId}-${flags}`)
    const state = traceState?.serialize() ?? ''
    if (state !== '') setter.set(carrier, TRACESTATE, state)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const groups = PARENT.exec(trimBlanks(headerOf(carrier, TRACEPARENT, getter) ?? ''))?.groups
    const { version = '', traceId = '', spanId = '', flags = '', more } = groups ?? {}
    // Version 00 has exactly four fields. A later version may add fields, which are ignored.
    if (groups === undefined || (version === '00' && more !== undefined)) return context
    const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED
    const traceState = readState(headersOf(carrier, TRACESTATE, getter))
    const spanContext = { traceId, spanId, traceFlags, isRemote: true, ...(traceState && { traceState }) }
    return isSpanContextValid(spanContext) ? trace.setSpanContext(context, spanContext) : context
  }

  fields(): string[] {
    return [TRACEPARENT, TRACESTATE]
  }
}

// --- helpers, in order of use ---

const PARENT =
  /^(?<version>(?!ff)[\da-f]{2})-(?<traceId>[\da-f]{32})-(?<spanId>[\da-f]{16})-(?<flags>[\da-f]{2})(?<more>-.*)?$/

const MAX_MEMBERS = 32

/** Longer headers are ignored. OpenTelemetry's API keeps at most 512 characters; the rest may be whitespace. */
const MAX_LENGTH = 4_096

/** @see https://www.w3.org/TR/trace-context/#list */
const MEMBER =
  /^(?<key>[a-z][\w\-*/]{0,255}|[a-z\d][\w\-*/]{0,240}@[a-z][\w\-*/]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/

/** One malformed member invalidates the whole header. */
function readState(headers: readonly string[]): TraceState | undefined {
  const header = headers.join(',')
  if (header.length > MAX_LENGTH) return undefined
  const members = header
    .split(',')
    .map(trimBlanks)
    .filter((member) => member !== '')
  if (members.length === 0 || members.length > MAX_MEMBERS) return undefined
  const keys = members.map((member) => MEMBER.exec(member)?.groups?.['key'])
  const isWellFormed = keys.every((key) => key !== undefined && key === key.toLowerCase())
  return isWellFormed && new Set(keys).size === keys.length ? createTraceState(members.join(',')) : undefined
}

/**
 * Removes spaces and tabs at both ends. A regular expression would take quadratic time for long runs of blanks in the middle.
 */
function trimBlanks(value: string): string {
  let [start, end] = [0, value.length]
  while (start < end && isBlank(value, start)) start++
  while (end > start && isBlank(value, end - 1)) end--
  return value.slice(start, end)
}

function isBlank(value: string, index: number): boolean {
  return value[index] === ' ' || value[index] === '\t'
}

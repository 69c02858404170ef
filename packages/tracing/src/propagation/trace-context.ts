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

/** `traceparent` and `tracestate`. @see https://www.w3.org/TR/trace-context/ */
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
    const groups = PARENT.exec(withoutBlanks(headerOf(carrier, TRACEPARENT, getter) ?? ''))?.groups
    const { version = '', traceId = '', spanId = '', flags = '', more } = groups ?? {}
    // Version 00 has four fields; what a later one adds is not for us.
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

/** A longer header is not read. OpenTelemetry's API keeps no more than 512 characters of it; the rest may be blanks. */
const MAX_LENGTH = 4_096

/** @see https://www.w3.org/TR/trace-context/#list */
const MEMBER =
  /^(?<key>[a-z][\w\-*/]{0,255}|[a-z\d][\w\-*/]{0,240}@[a-z][\w\-*/]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/

/** One member that is not well-formed, and nothing of it is to be used. */
function readState(headers: readonly string[]): TraceState | undefined {
  const text = headers.join(',')
  if (text.length > MAX_LENGTH) return undefined
  const members = text
    .split(',')
    .map(withoutBlanks)
    .filter((member) => member !== '')
  if (members.length === 0 || members.length > MAX_MEMBERS) return undefined
  const keys = members.map((member) => MEMBER.exec(member)?.groups?.['key'])
  const isWellFormed = keys.every((key) => key !== undefined && key === key.toLowerCase())
  return isWellFormed && new Set(keys).size === keys.length ? createTraceState(members.join(',')) : undefined
}

/** Without spaces and tabs at both ends. An expression that looks for them at the end tries each blank within, too. */
function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isBlank(text, start)) start++
  while (end > start && isBlank(text, end - 1)) end--
  return text.slice(start, end)
}

function isBlank(text: string, index: number): boolean {
  return text[index] === ' ' || text[index] === '\t'
}

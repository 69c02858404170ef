import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { isDeferred, markDeferred } from './deferred'
import { headerOf } from './header'

const SINGLE = 'b3'
const TRACE_ID = 'x-b3-traceid'
const SPAN_ID = 'x-b3-spanid'
const SAMPLED = 'x-b3-sampled'
const FLAGS = 'x-b3-flags'

export interface B3Options {
  /** Whether to write one `b3` header or several `x-b3-*` headers. Both forms are read. @default 'single' */
  readonly inject?: 'single' | 'multi' | undefined
}

/** Reads and writes Zipkin's headers. @see https://github.com/openzipkin/b3-propagation */
export class B3Propagator implements TextMapPropagator {
  readonly #form: 'single' | 'multi'

  constructor({ inject = 'single' }: B3Options = {}) {
    this.#form = inject
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const spanContext = trace.getSpanContext(context)
    if (spanContext === undefined || !isSpanContextValid(spanContext)) return
    const { traceId, spanId, traceFlags } = spanContext
    // Leaving out the flag means that the decision is deferred.
    const sampled = isDeferred(spanContext) ? [] : [(traceFlags & TraceFlags.SAMPLED) === 0 ? '0' : '1']
    if (this.#form === 'single') return setter.set(carrier, SINGLE, [traceId, spanId, ...sampled].join('-'))
    setter.set(carrier, TRACE_ID, traceId)
    setter.set(carrier, SPAN_ID, spanId)
    for (const decision of sampled) setter.set(carrier, SAMPLED, decision)
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const single = headerOf(carrier, SINGLE, getter)
    const found = (single === undefined ? undefined : readSingle(single)) ?? readMulti(carrier, getter)
    if (found === undefined) return context
    const { traceId, spanId, sampled } = found
    const isSampled = sampled === undefined || SAMPLED_VALUES.has(sampled.toLowerCase())
    const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE
    const spanContext = { traceId: traceId.padStart(32, '0'), spanId, traceFlags, isRemote: true }
    if (!isSpanContextValid(spanContext)) return context
    return trace.setSpanContext(context, sampled === undefined ? markDeferred(spanContext) : spanContext)
  }

  fields(): string[] {
    return this.#form === 'single' ? [SINGLE] : [TRACE_ID, SPAN_ID, SAMPLED]
  }
}

// --- helpers, in order of use ---

interface Found {
  readonly traceId: string
  readonly spanId: string
  /** Undefined if the caller deferred the decision. */
  readonly sampled: string | undefined
}

/** Trace ids have 64 or 128 bits. */
const ID = '(?:[\\da-f]{16}){1,2}'
const ONE_HEADER = new RegExp(
  `^(?<traceId>${ID})-(?<spanId>[\\da-f]{16})(?:-(?<sampled>[01d])(?:-[\\da-f]{16})?)?$`,
  'i',
)

function readSingle(header: string): Found | undefined {
  const groups = ONE_HEADER.exec(header.trim())?.groups
  return groups && found(groups['traceId'], groups['spanId'], groups['sampled'])
}

function readMulti(carrier: unknown, getter: TextMapGetter): Found | undefined {
  const [traceId = '', spanId = ''] = [headerOf(carrier, TRACE_ID, getter), headerOf(carrier, SPAN_ID, getter)]
  if (!new RegExp(`^${ID}$`, 'i').test(traceId) || !/^[\da-f]{16}$/i.test(spanId)) return undefined
  const isDebug = headerOf(carrier, FLAGS, getter) === '1'
  return found(traceId, spanId, isDebug ? 'd' : headerOf(carrier, SAMPLED, getter))
}

function found(traceId = '', spanId = '', sampled: string | undefined): Found {
  return { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase(), sampled }
}

const SAMPLED_VALUES: ReadonlySet<string> = new Set(['1', 'd', 'true'])

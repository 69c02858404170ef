import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  context,
  createTraceState,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { AlwaysOffSampler, B3Propagator, ProbabilitySampler, type Sampler } from '../src'
import { aTracer, SPAN_ID, TRACE_ID } from './builders'

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()))
afterAll(() => context.disable())

const remoteParent = (traceFlags: number = TraceFlags.SAMPLED) =>
  trace.setSpanContext(ROOT_CONTEXT, { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags, isRemote: true })

describe('tracer.span', () => {
  it('ends its span when the function returns, and returns what it does', () => {
    const { tracer, ended } = aTracer()
    expect(tracer.span('place order', (span) => span.spanContext().spanId)).toBe(ended[0]?.spanId)
    expect(ended).toMatchObject([{ name: 'place order', kind: SpanKind.INTERNAL, parentSpanId: undefined }])
  })

  it('ends its span when what it returns resolves', async () => {
    const { tracer, ended } = aTracer()
    let finish = () => {}
    const placed = tracer.span('place order', async () => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return 'placed'
    })
    expect(ended).toEqual([])
    finish()
    expect(await placed).toBe('placed')
    expect(ended).toMatchObject([{ name: 'place order', status: { code: SpanStatusCode.UNSET } }])
  })

  it.each([
    [
      'throws',
      () => {
        throw new RangeError('expired')
      },
    ],
    [
      'rejects',
      async () => {
        throw new RangeError('expired')
      },
    ],
  ])('records what the function %s, and throws it on', async (_, work) => {
    const { tracer, ended } = aTracer()
    await expect((async () => tracer.span('charge', work))()).rejects.toThrow('expired')
    expect(ended).toMatchObject([
      {
        status: { code: SpanStatusCode.ERROR, message: 'expired' },
        events: [{ name: 'exception', error: expect.any(RangeError) }],
      },
    ])
  })

  it('makes a trace of what is called within it, and a new one of each that stands alone', async () => {
    const { tracer, ended } = aTracer()
    for (let i = 0; i < 2; i++) {
      await tracer.span('outer', async () => {
        await new Promise(setImmediate)
        tracer.span('inner', () => tracer.span('innermost', () => {}))
      })
    }
    const [innermost, inner, outer, , , second] = ended
    expect([innermost?.parentSpanId, inner?.parentSpanId, outer?.parentSpanId]).toEqual([
      inner?.spanId,
      outer?.spanId,
      undefined,
    ])
    expect(new Set(ended.map(({ traceId }) => traceId)).size).toBe(2)
    expect(second?.traceId).not.toBe(outer?.traceId)
    expect(new Set(ended.map(({ spanId }) => spanId)).size).toBe(6)
  })
})

describe('a span', () => {
  it('goes on from a span of another process', () => {
    const { tracer, ended } = aTracer()
    tracer.startSpan('GET', { kind: SpanKind.SERVER }, remoteParent()).end()
    expect(ended).toMatchObject([{ traceId: TRACE_ID, parentSpanId: SPAN_ID, kind: SpanKind.SERVER }])
  })

  it('is a root where it is told to be', () => {
    const { tracer, ended } = aTracer()
    tracer.startSpan('nightly', { root: true }, remoteParent()).end()
    expect(ended).toMatchObject([{ parentSpanId: undefined }])
    expect(ended[0]?.traceId).not.toBe(TRACE_ID)
  })
})

describe('a trace that is left out', () => {
  it('is left out as a whole, and tells the next process', () => {
    const { tracer, ended } = aTracer(new AlwaysOffSampler())
    tracer.span('outer', (outer) => {
      expect(outer.isRecording()).toBe(false)
      expect(outer.spanContext().traceFlags).toBe(TraceFlags.NONE)
      tracer.span('inner', (inner) => {
        expect(inner.spanContext().traceId).toBe(outer.spanContext().traceId)
        expect(inner.isRecording()).toBe(false)
      })
    })
    expect(ended).toEqual([])
  })

  it('is decided on once, where it begins in this process', () => {
    let asked = 0
    const sampler: Sampler = {
      decide: () => ({ isSampled: ++asked % 2 === 1, sampleRate: 50 }),
    }
    const { tracer, ended } = aTracer(sampler)
    for (let i = 0; i < 2; i++)
      tracer.span('outer', () => tracer.span('inner', () => tracer.span('innermost', () => {})))
    expect(asked).toBe(2)
    expect(ended.map(({ name, sampleRate }) => [name, sampleRate])).toEqual([
      ['innermost', 50],
      ['inner', 50],
      ['outer', 50],
    ])
  })
})

it('a trace of which another process has not decided is decided on here, like one that begins here', () => {
  const parents: unknown[] = []
  const { tracer, ended } = aTracer({
    decide: ({ parent }) => {
      parents.push(parent?.spanId)
      return { isSampled: true, sampleRate: 10 }
    },
  })
  for (const decision of ['', '-1']) {
    const headers = { b3: `${TRACE_ID}-${SPAN_ID}${decision}` }
    const within = new B3Propagator().extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
    tracer.startSpan('GET', {}, within).end()
  }
  expect(parents).toEqual([undefined, SPAN_ID])
  expect(ended.map(({ traceId, parentSpanId }) => [traceId, parentSpanId])).toEqual(Array(2).fill([TRACE_ID, SPAN_ID]))
})

it('a rate goes on to the next process with its trace, and no further than it is true', () => {
  const { tracer } = aTracer(new ProbabilitySampler(0.34))
  const stateOf = (state: string, from = tracer) => {
    const spanContext = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, traceState: createTraceState(state) }
    return from.startSpan('s', {}, trace.setSpanContext(ROOT_CONTEXT, spanContext)).spanContext().traceState
  }
  expect(stateOf('foo=1')?.serialize()).toBe('azmon=34,foo=1')
  expect(stateOf('azmon=50,foo=1')?.serialize()).toBe('azmon=50,foo=1')
  expect(stateOf('azmon=50,foo=1', aTracer().tracer)?.serialize()).toBe('foo=1')
  const full = Array.from({ length: 32 }, (_, i) => `k${i}=v`).join()
  expect(stateOf(full)?.serialize().split(',')).toHaveLength(32)
  expect(aTracer().tracer.startSpan('s', {}, remoteParent()).spanContext().traceState?.get('azmon')).toBeUndefined()
})

it('what is done with tracing suppressed makes no span', () => {
  const { tracer, ended } = aTracer()
  const key = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING')
  const span = tracer.startSpan('POST', {}, ROOT_CONTEXT.setValue(key, true))
  span.end()
  expect([trace.isSpanContextValid(span.spanContext()), ended]).toEqual([false, []])
})

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  context,
  createTraceState,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
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
  it('ends its span when the function returns and returns its result', () => {
    const { tracer, ended } = aTracer()
    expect(tracer.span('place order', (span) => span.spanContext().spanId)).toBe(ended[0]?.spanId)
    expect(ended).toMatchObject([{ name: 'place order', kind: SpanKind.INTERNAL, parentSpanId: undefined }])
  })

  it('ends its span when the returned promise resolves', async () => {
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
  ])('records an error that the function %s and passes it on', async (_, work) => {
    const { tracer, ended } = aTracer()
    await expect((async () => tracer.span('charge', work))()).rejects.toThrow('expired')
    expect(ended).toMatchObject([
      {
        status: { code: SpanStatusCode.ERROR, message: 'expired' },
        events: [{ name: 'exception', error: expect.any(RangeError) }],
      },
    ])
  })

  it('records an error that passes several spans only on the innermost', async () => {
    const { tracer, ended } = aTracer()
    const charge = () => tracer.span('charge', async (span) => Promise.reject(record(span, new RangeError('expired'))))
    const record = (span: Span, error: Error) => {
      span.recordException(error)
      return error
    }
    await expect(tracer.span('request', () => tracer.span('order', charge))).rejects.toThrow('expired')
    const summary = ended.map(({ name, status, events }) => [name, status.code, events.length])
    expect(summary).toEqual([
      ['charge', SpanStatusCode.ERROR, 1],
      ['order', SpanStatusCode.ERROR, 0],
      ['request', SpanStatusCode.ERROR, 0],
    ])
  })

  it('records an error again in another trace, and each error of its own', () => {
    const { tracer, ended } = aTracer()
    const error = new Error('always the same')
    const fail = (thrown: unknown) => {
      expect(() =>
        tracer.span('work', () => {
          throw thrown
        }),
      ).toThrow()
    }
    for (const thrown of [error, error, 'a text', 'a text', new Error('wrapped', { cause: error })]) fail(thrown)
    expect(ended.map(({ events }) => events.length)).toEqual([1, 1, 1, 1, 1])
  })

  it('puts nested spans into one trace and separate spans into separate ones', async () => {
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
  it('continues the trace of another process', () => {
    const { tracer, ended } = aTracer()
    tracer.startSpan('GET', { kind: SpanKind.SERVER }, remoteParent()).end()
    expect(ended).toMatchObject([{ traceId: TRACE_ID, parentSpanId: SPAN_ID, kind: SpanKind.SERVER }])
  })

  it('starts a new trace with root: true', () => {
    const { tracer, ended } = aTracer()
    tracer.startSpan('nightly', { root: true }, remoteParent()).end()
    expect(ended).toMatchObject([{ parentSpanId: undefined }])
    expect(ended[0]?.traceId).not.toBe(TRACE_ID)
  })
})

describe('an unsampled trace', () => {
  it('is dropped as a whole, and the next service learns that', () => {
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

  it('is decided once, where it enters this process', () => {
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

it('decides itself if the caller left the sampling decision open', () => {
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

it('passes a rate on to the next service as long as it applies', () => {
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

it('makes no span while tracing is suppressed', () => {
  const { tracer, ended } = aTracer()
  const key = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING')
  const span = tracer.startSpan('POST', {}, ROOT_CONTEXT.setValue(key, true))
  span.end()
  expect([trace.isSpanContextValid(span.spanContext()), ended]).toEqual([false, []])
})

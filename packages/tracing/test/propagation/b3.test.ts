import { describe, expect, it } from '@jest/globals'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { B3Propagator } from '../../src'
import { isDeferred } from '../../src/propagation/deferred'
import { extracted, injected, SPAN_ID, TRACE_ID } from '../builders'

const SHORT = 'a3ce929d0e0e4736'

describe('B3', () => {
  it('is written as one header or as several', () => {
    expect(injected(new B3Propagator())).toEqual({ b3: `${TRACE_ID}-${SPAN_ID}-1` })
    expect(injected(new B3Propagator({ inject: 'multi' }), { traceFlags: 0 })).toEqual({
      'x-b3-traceid': TRACE_ID,
      'x-b3-spanid': SPAN_ID,
      'x-b3-sampled': '0',
    })
  })

  it.each([
    [{ b3: `${TRACE_ID}-${SPAN_ID}-1` }, 1],
    [{ b3: `${TRACE_ID}-${SPAN_ID}-d` }, 1],
    [{ b3: `${TRACE_ID}-${SPAN_ID}-0` }, 0],
    [{ b3: `${TRACE_ID}-${SPAN_ID}-1-05e3ac9a4f6e3b90` }, 1],
    [{ b3: `${TRACE_ID.toUpperCase()}-${SPAN_ID}-1` }, 1],
    [{ 'X-B3-TraceId': TRACE_ID, 'X-B3-SpanId': SPAN_ID, 'X-B3-Sampled': '1' }, 1],
    [{ 'x-b3-traceid': TRACE_ID, 'x-b3-spanid': SPAN_ID, 'x-b3-sampled': 'true' }, 1],
    [{ 'x-b3-traceid': TRACE_ID, 'x-b3-spanid': SPAN_ID, 'x-b3-sampled': '0' }, 0],
    [{ 'x-b3-traceid': TRACE_ID, 'x-b3-spanid': SPAN_ID, 'x-b3-sampled': '0', 'x-b3-flags': '1' }, 1],
  ])('is read: %j', (headers, traceFlags) => {
    expect(extracted(new B3Propagator(), headers)).toEqual({
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      traceFlags,
      isRemote: true,
    })
  })

  it.each([{ b3: `${TRACE_ID}-${SPAN_ID}` }, { 'x-b3-traceid': TRACE_ID, 'x-b3-spanid': SPAN_ID }])(
    'keeps the sampling decision open if the caller left it open: %j',
    (headers) => {
      const propagator = new B3Propagator({ inject: 'b3' in headers ? 'single' : 'multi' })
      const spanContext = extracted(propagator, headers as Record<string, string>)
      expect(spanContext).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 })
      expect(isDeferred(spanContext!)).toBe(true)
      expect(injected(propagator, {}, trace.setSpanContext(ROOT_CONTEXT, spanContext!))).toEqual(headers)
    },
  )

  it('accepts trace ids of 64 bits', () => {
    const traceId = `${'0'.repeat(16)}${SHORT}`
    expect(extracted(new B3Propagator(), { b3: `${SHORT}-${SPAN_ID}-1` })).toMatchObject({ traceId })
    expect(extracted(new B3Propagator(), { 'x-b3-traceid': SHORT, 'x-b3-spanid': SPAN_ID })).toMatchObject({ traceId })
  })

  it.each([
    { b3: '0' },
    { b3: `${TRACE_ID}-${'0'.repeat(16)}-1` },
    { b3: `${TRACE_ID}x-${SPAN_ID}-1` },
    { 'x-b3-traceid': TRACE_ID },
    { 'x-b3-traceid': 'nonsense', 'x-b3-spanid': SPAN_ID },
    {},
  ])('is ignored: %j', (headers) => {
    expect(extracted(new B3Propagator(), headers as Record<string, string>)).toBeUndefined()
  })
})

import { describe, expect, it } from '@jest/globals'
import {
  baggageEntryMetadataFromString,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api'
import {
  B3Propagator,
  BaggagePropagator,
  CloudTracePropagator,
  CompositePropagator,
  TraceContextPropagator,
} from '../../src'
import { isDeferred } from '../../src/propagation/deferred'
import { extracted, injected, SPAN_ID, TRACE_ID } from '../builders'

const SHORT = 'a3ce929d0e0e4736'

describe('B3', () => {
  it('is written as one header, or as several', () => {
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
    'leaves the decision to us where there is none, and we to the next: %j',
    (headers) => {
      const propagator = new B3Propagator({ inject: 'b3' in headers ? 'single' : 'multi' })
      const spanContext = extracted(propagator, headers as Record<string, string>)
      expect(spanContext).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 })
      expect(isDeferred(spanContext!)).toBe(true)
      expect(injected(propagator, {}, trace.setSpanContext(ROOT_CONTEXT, spanContext!))).toEqual(headers)
    },
  )

  it('has trace ids of 64 bits, too', () => {
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
  ])('is nothing: %j', (headers) => {
    expect(extracted(new B3Propagator(), headers as Record<string, string>)).toBeUndefined()
  })
})

describe('X-Cloud-Trace-Context', () => {
  it('has the span as a decimal number', () => {
    const headers = { 'x-cloud-trace-context': `${TRACE_ID}/67667974448284343;o=1` }
    expect(injected(new CloudTracePropagator())).toEqual(headers)
    expect(extracted(new CloudTracePropagator(), headers)).toEqual({
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      traceFlags: 1,
      isRemote: true,
    })
  })

  it('has a decision, or leaves it to us, and we to the next', () => {
    const read = (options: string) =>
      extracted(new CloudTracePropagator(), { 'X-Cloud-Trace-Context': `${TRACE_ID}/1${options}` })!
    expect([read(';o=0'), read(';o=1'), read('')].map(({ traceFlags }) => traceFlags)).toEqual([0, 1, 1])
    expect([read(';o=0'), read(';o=1'), read('')].map(isDeferred)).toEqual([false, false, true])
    expect(injected(new CloudTracePropagator(), {}, trace.setSpanContext(ROOT_CONTEXT, read('')))).toEqual({
      'x-cloud-trace-context': `${TRACE_ID}/1`,
    })
  })

  it.each([`${TRACE_ID}/0;o=1`, `${TRACE_ID}`, 'nonsense/1', ''])('is nothing: %s', (header) => {
    expect(extracted(new CloudTracePropagator(), { 'x-cloud-trace-context': header })).toBeUndefined()
  })
})

describe('baggage', () => {
  const propagator = new BaggagePropagator()
  const read = (baggage: string | string[]) =>
    propagation.getBaggage(propagator.extract(ROOT_CONTEXT, { baggage }, defaultTextMapGetter))?.getAllEntries()
  const written = (entries: Record<string, { value: string }>) => {
    const headers: Record<string, string> = {}
    const context = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(entries))
    propagator.inject(context, headers, defaultTextMapSetter)
    return headers['baggage']
  }

  it('is written and read with any characters', () => {
    const header = written({ tenant: { value: 'a,b=c;d %' }, größe: { value: 'ä' } }) ?? ''
    expect(header).toBe('tenant=a%2Cb%3Dc%3Bd%20%25,gr%C3%B6%C3%9Fe=%C3%A4')
    expect(read(header)).toEqual([
      ['tenant', { value: 'a,b=c;d %' }],
      ['größe', { value: 'ä' }],
    ])
  })

  it('is written without metadata that no header can carry', () => {
    const metadata = baggageEntryMetadataFromString('a\r\nx-admin: 1')
    expect(written({ tenant: { value: 't1', metadata } as never })).toBe('tenant=t1')
  })

  it('keeps what stands behind a value, and comes in several headers', () => {
    const entries = read(['tenant = t1 ; internal;ttl=5', 'user=u1'])
    expect(entries?.map(([key, { value, metadata }]) => [key, value, metadata?.toString()])).toEqual([
      ['tenant', 't1', 'internal;ttl=5'],
      ['user', 'u1', undefined],
    ])
  })

  it.each(['nonsense', '=value', 'key=%', ''])('costs only the member that is not well-formed: %s', (member) => {
    expect(read(`${member},good=1`)).toEqual([['good', { value: '1' }]])
  })

  it('is at most 180 members and 8,192 bytes, and never half a member', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`key${i}`, { value: 'v' }]))
    expect(written(many)?.split(',')).toHaveLength(180)
    const large = { huge: { value: 'x'.repeat(9_000) }, half: { value: '\ud800' }, small: { value: 'y' } }
    expect(written(large)).toBe('small=y')
  })

  it('is no header where there is none', () => {
    expect(written({})).toBeUndefined()
  })
})

it('several ways are written all at once, and the last that says something is read', () => {
  const propagator = new CompositePropagator([new B3Propagator(), new TraceContextPropagator()])
  const headers = injected(propagator)
  expect(Object.keys(headers).sort()).toEqual(['b3', 'traceparent'])
  expect(propagator.fields()).toEqual(['b3', 'traceparent', 'tracestate'])
  const other = `00-${TRACE_ID}-1234567890123456-01`
  expect(extracted(propagator, { ...headers, traceparent: other })).toMatchObject({ spanId: '1234567890123456' })
  expect(extracted(propagator, { b3: String(headers['b3']) })).toMatchObject({ spanId: SPAN_ID })
})

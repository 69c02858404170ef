import { describe, expect, it } from '@jest/globals'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { TraceContextPropagator } from '../../src'
import { extracted, injected, SPAN_ID, TRACE_ID } from '../builders'

const propagator = new TraceContextPropagator()
const parent = `00-${TRACE_ID}-${SPAN_ID}-01`
const state = (...tracestate: string[]) =>
  extracted(propagator, { traceparent: parent, tracestate })?.traceState?.serialize()

it('writes back the headers that it read', () => {
  const headers = { traceparent: parent, tracestate: 'foo=1,bar=2' }
  const spanContext = extracted(propagator, headers)
  expect(spanContext).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, isRemote: true })
  expect(injected(propagator, {}, trace.setSpanContext(ROOT_CONTEXT, spanContext!))).toEqual(headers)
})

// The cases of the W3C's own test suite are in integration/trace-context-conformance.test.ts.
describe('traceparent', () => {
  it.each([
    ['a trace id in capitals', `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`],
    ['version 00 with an empty rest', `${parent}-`],
    ['nothing', ''],
  ])('is ignored: %s', (_, traceparent) => {
    expect(extracted(propagator, { traceparent })).toBeUndefined()
  })

  it('is ignored if there are two', () => {
    const traceparent = [parent, `00-${TRACE_ID}-1234567890123456-01`]
    expect(extracted(propagator, { traceparent })).toBeUndefined()
  })

  it.each([
    ['0a', 2],
    ['ff', 3],
    ['03', 3],
    ['00', 0],
  ])('has hexadecimal flags: %s', (flags, traceFlags) => {
    expect(extracted(propagator, { traceparent: `00-${TRACE_ID}-${SPAN_ID}-${flags}` })).toMatchObject({ traceFlags })
  })

  it('is written in lower case with only the sampled flag and the random one', () => {
    expect(injected(propagator)).toEqual({ traceparent: parent })
    expect(injected(propagator, { traceFlags: 0 })).toEqual({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-00` })
    expect(injected(propagator, { traceFlags: 0xfe })).toEqual({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-02` })
  })

  it('is not written for an invalid span context', () => {
    expect(injected(propagator, { traceId: '0'.repeat(32) })).toEqual({})
  })
})

describe('tracestate', () => {
  it.each([
    ['foo=1,,bar=2', 'foo=1,bar=2'],
    ['fw529a3039@dt=FfuRQ4s', 'fw529a3039@dt=FfuRQ4s'],
    ['foo=bar baz', 'foo=bar baz'],
  ])('is accepted: %s', (header, expected) => {
    expect(state(header)).toBe(expected)
  })

  it('is joined from several headers', () => {
    expect(state('foo=1,bar=2', 'baz=3')).toBe('foo=1,bar=2,baz=3')
  })

  it('is ignored as a whole if one member is malformed, without losing the parent', () => {
    expect(state('foo=1,BAR=2')).toBeUndefined()
    expect(extracted(propagator, { traceparent: parent, tracestate: 'foo=1,BAR=2' })).toMatchObject({
      traceId: TRACE_ID,
    })
  })
})

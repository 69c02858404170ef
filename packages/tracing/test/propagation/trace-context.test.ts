import { describe, expect, it } from '@jest/globals'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { TraceContextPropagator } from '../../src'
import { extracted, injected, SPAN_ID, TRACE_ID } from '../builders'

const propagator = new TraceContextPropagator()
const parent = `00-${TRACE_ID}-${SPAN_ID}-01`
const state = (...tracestate: string[]) =>
  extracted(propagator, { traceparent: parent, tracestate })?.traceState?.serialize()

it('writes what it reads', () => {
  const headers = { traceparent: parent, tracestate: 'foo=1,bar=2' }
  const spanContext = extracted(propagator, headers)
  expect(spanContext).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, isRemote: true })
  expect(injected(propagator, {}, trace.setSpanContext(ROOT_CONTEXT, spanContext!))).toEqual(headers)
})

/** Cases of the W3C's own test suite. @see https://github.com/w3c/trace-context/blob/main/test/test.py */
describe('traceparent', () => {
  it.each([
    ['version cc, which is not known yet', `cc-${TRACE_ID}-${SPAN_ID}-01`],
    ['version cc with more behind it', `cc-${TRACE_ID}-${SPAN_ID}-01-what-the-future-will-be-like`],
    ['spaces and tabs around it', ` \t${parent}\t `],
  ])('is taken: %s', (_, traceparent) => {
    expect(extracted(propagator, { traceparent })).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 })
  })

  it.each([
    ['version ff', `ff-${TRACE_ID}-${SPAN_ID}-01`],
    ['version 00 with more behind it', `${parent}-what-the-future-will-be-like`],
    ['version 00 with an empty rest', `${parent}-`],
    ['version cc with more, not behind a dash', `cc-${TRACE_ID}-${SPAN_ID}-01.what`],
    ['a version that is no number', `.0-${TRACE_ID}-${SPAN_ID}-01`],
    ['a version that is too long', `000-${TRACE_ID}-${SPAN_ID}-01`],
    ['a version that is too short', `0-${TRACE_ID}-${SPAN_ID}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${SPAN_ID}-01`],
    ['a trace id in capitals', `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`],
    ['a trace id with a dot', `00-.${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
    ['a trace id that is too long', `00-${TRACE_ID}1-${SPAN_ID}-01`],
    ['a trace id that is too short', `00-${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
    ['a span id of zeros', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
    ['a span id with a dot', `00-${TRACE_ID}-.${SPAN_ID.slice(1)}-01`],
    ['a span id that is too long', `00-${TRACE_ID}-${SPAN_ID}1-01`],
    ['a span id that is too short', `00-${TRACE_ID}-${SPAN_ID.slice(1)}-01`],
    ['flags that are no number', `00-${TRACE_ID}-${SPAN_ID}-.1`],
    ['flags that are too long', `00-${TRACE_ID}-${SPAN_ID}-001`],
    ['flags that are too short', `00-${TRACE_ID}-${SPAN_ID}-1`],
    ['nothing', ''],
  ])('is left: %s', (_, traceparent) => {
    expect(extracted(propagator, { traceparent })).toBeUndefined()
  })

  it('is left where there are two', () => {
    const traceparent = [parent, `00-${TRACE_ID}-1234567890123456-01`]
    expect(extracted(propagator, { traceparent })).toBeUndefined()
  })

  it('is found whatever the case of its name', () => {
    expect(extracted(propagator, { TraceParent: parent })).toMatchObject({ traceId: TRACE_ID })
  })

  it.each([
    ['0a', 0],
    ['ff', 1],
    ['03', 1],
    ['00', 0],
  ])('has flags in hexadecimal: %s', (flags, traceFlags) => {
    expect(extracted(propagator, { traceparent: `00-${TRACE_ID}-${SPAN_ID}-${flags}` })).toMatchObject({ traceFlags })
  })

  it('is written in small letters, with the one flag that we know', () => {
    expect(injected(propagator)).toEqual({ traceparent: parent })
    expect(injected(propagator, { traceFlags: 0 })).toEqual({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-00` })
    expect(injected(propagator, { traceFlags: 0xfe })).toEqual({ traceparent: `00-${TRACE_ID}-${SPAN_ID}-00` })
  })

  it('is not written for a span that is none', () => {
    expect(injected(propagator, { traceId: '0'.repeat(32) })).toEqual({})
  })
})

describe('tracestate', () => {
  it.each([
    ['foo=1', 'foo=1'],
    ['foo=1,bar=2', 'foo=1,bar=2'],
    ['foo=1 \t , \t bar=2, \t baz=3', 'foo=1,bar=2,baz=3'],
    ['foo=1,,bar=2', 'foo=1,bar=2'],
    ['fw529a3039@dt=FfuRQ4s', 'fw529a3039@dt=FfuRQ4s'],
    [`${'z'.repeat(256)}=1`, `${'z'.repeat(256)}=1`],
    [`${'t'.repeat(241)}@${'v'.repeat(14)}=1`, `${'t'.repeat(241)}@${'v'.repeat(14)}=1`],
    ['foo=bar baz', 'foo=bar baz'],
  ])('is taken: %s', (header, expected) => {
    expect(state(header)).toBe(expected)
  })

  it('is one, in however many headers', () => {
    expect(state('foo=1,bar=2', 'rojo=3')).toBe('foo=1,bar=2,rojo=3')
  })

  it.each([
    'foo =1',
    'FOO=1',
    'foo.bar=1',
    'foo@=1,bar=2',
    '@foo=1,bar=2',
    'foo@@bar=1',
    'foo@bar@baz=1',
    'foo=bar=baz',
    'foo=,bar=3',
    'foo=1,foo=2',
    `${'z'.repeat(257)}=1`,
    `${'t'.repeat(242)}@v=1`,
    `t@${'v'.repeat(15)}=1`,
    Array.from({ length: 33 }, (_, i) => `bar${i}=${i}`).join(),
  ])('is left as a whole: %s', (header) => {
    expect(state(header)).toBeUndefined()
    expect(extracted(propagator, { traceparent: parent, tracestate: header })).toMatchObject({ traceId: TRACE_ID })
  })

  it('is nothing without a traceparent', () => {
    expect(extracted(propagator, { tracestate: 'foo=1' })).toBeUndefined()
  })
})

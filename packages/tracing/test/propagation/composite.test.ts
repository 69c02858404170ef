import { expect, it } from '@jest/globals'
import { B3Propagator, CompositePropagator, TraceContextPropagator } from '../../src'
import { extracted, injected, SPAN_ID, TRACE_ID } from '../builders'

it('writes the headers of all propagators and reads the last one that finds a parent', () => {
  const propagator = new CompositePropagator([new B3Propagator(), new TraceContextPropagator()])
  const headers = injected(propagator)
  expect(Object.keys(headers).sort()).toEqual(['b3', 'traceparent'])
  expect(propagator.fields()).toEqual(['b3', 'traceparent', 'tracestate'])
  const other = `00-${TRACE_ID}-1234567890123456-01`
  expect(extracted(propagator, { ...headers, traceparent: other })).toMatchObject({ spanId: '1234567890123456' })
  expect(extracted(propagator, { b3: String(headers['b3']) })).toMatchObject({ spanId: SPAN_ID })
})

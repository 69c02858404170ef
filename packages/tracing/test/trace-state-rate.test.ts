import { expect, it } from '@jest/globals'
import { createTraceState } from '@opentelemetry/api'
import { callerRate, traceStateFor } from '../src/trace-state-rate'
import { SPAN_ID, TRACE_ID } from './builders'

const parent = (state: string) => {
  return { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, traceState: createTraceState(state) }
}
const stateFor = (state: string, isSampled: boolean, sampleRate: number) =>
  traceStateFor(parent(state), { isSampled, sampleRate }).traceState?.serialize()

it("reads the caller's rate", () => {
  expect(callerRate(parent('foo=1,azmon=40'))).toBe(40)
  expect(callerRate(parent('foo=1'))).toBeNaN()
})

it('sets the rate of a sampled trace and removes one that does not apply', () => {
  expect(stateFor('foo=1,azmon=40', true, 25)).toBe('azmon=25,foo=1')
  expect(stateFor('foo=1,azmon=40', true, 100)).toBe('foo=1')
  expect(stateFor('foo=1,azmon=40', false, 0)).toBe('foo=1')
  expect(traceStateFor(undefined, { isSampled: true, sampleRate: 100 })).toEqual({})
})

import { afterEach, expect, it, jest } from '@jest/globals'
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { chooseSampler, ProbabilitySampler, type Sampler } from '../src'
import { aTracer, SPAN_ID, TRACE_ID } from './builders'

afterEach(() => {
  jest.restoreAllMocks()
})

/** The warnings that requests with these sampled flags cause. */
function warningsOf(...flags: readonly number[]): readonly unknown[] {
  return warningsBeside(new ProbabilitySampler(1), flags)
}

function warningsBeside(sampler: Sampler, flags: readonly number[]): readonly unknown[] {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const { tracer } = aTracer(sampler)
  for (const traceFlags of flags) {
    const parent = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags, isRemote: true }
    tracer.startSpan('GET', { kind: SpanKind.SERVER }, trace.setSpanContext(ROOT_CONTEXT, parent)).end()
  }
  return emitWarning.mock.calls.map(([message]) => message)
}

const unsampled = (count: number) => Array.from({ length: count }, () => 0)

// In this order: a warning is given once in the life of a process.
it('says nothing where one of the first 100 requests was kept', () => {
  expect(warningsOf(...unsampled(99), 1, ...unsampled(200))).toEqual([])
  expect(warningsOf(...unsampled(99))).toEqual([])
})

it('warns once when the callers of the first 100 requests have left out all of them', () => {
  expect(warningsOf(...unsampled(300))).toEqual([
    "The first 100 requests were all left out, because the sampled flag of their callers' headers is 0. " +
      'If your own sampling is to decide, set followCallers: false.',
  ])
})

it('warns once that an unsampled caller is not followed, unless that was asked for', () => {
  expect(warningsBeside(chooseSampler({ followCallers: false }), [0])).toEqual([])
  expect(warningsBeside(chooseSampler({}), [1])).toEqual([])
  expect(warningsBeside(chooseSampler({}), [0, 0])).toEqual([expect.stringContaining('Set followCallers: true')])
})

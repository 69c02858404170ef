import { afterEach, expect, it, jest } from '@jest/globals'
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import { chooseSampler, ProbabilitySampler, type Sampler } from '../src'
import { aTracer, SPAN_ID, TRACE_ID } from './builders'

afterEach(() => {
  jest.restoreAllMocks()
})

/** The warnings after requests with these sampled flags. */
function warningsOf(...flags: readonly number[]): readonly unknown[] {
  return warningsWith(new ProbabilitySampler(1), flags)
}

function warningsWith(sampler: Sampler, flags: readonly number[]): readonly unknown[] {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const { tracer } = aTracer(sampler)
  for (const traceFlags of flags) {
    const parent = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags, isRemote: true }
    tracer.startSpan('GET', { kind: SpanKind.SERVER }, trace.setSpanContext(ROOT_CONTEXT, parent)).end()
  }
  return emitWarning.mock.calls.map(([message]) => message)
}

const unsampled = (count: number) => Array.from({ length: count }, () => 0)

// The order matters: a process gives each warning once.
it('does not warn if one of the first 100 requests was sampled', () => {
  expect(warningsOf(...unsampled(99), 1, ...unsampled(200))).toEqual([])
  expect(warningsOf(...unsampled(99))).toEqual([])
})

it('warns once if callers left all of the first 100 requests unsampled', () => {
  expect(warningsOf(...unsampled(300))).toEqual([
    "None of the first 100 requests was sampled, because the sampled flag in their callers' headers is 0. " +
      'Set followCallers: false to let your own sampling decide.',
  ])
})

it('warns once that an unsampled caller is ignored, unless followCallers is set', () => {
  expect(warningsWith(chooseSampler({ followCallers: false }), [0])).toEqual([])
  expect(warningsWith(chooseSampler({}), [1])).toEqual([])
  expect(warningsWith(chooseSampler({}), [0, 0])).toEqual([expect.stringContaining('Set followCallers: true')])
})

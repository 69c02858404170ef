import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { context, TraceFlags, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { currentMoment } from '../src/moment'

const traceId = 'a'.repeat(32)
const spanId = 'b'.repeat(16)
const span = trace.wrapSpanContext({ traceId, spanId, traceFlags: TraceFlags.SAMPLED })
const OPERATION = { tags: { 'ai.operation.id': traceId, 'ai.operation.parentId': spanId }, sampleRate: undefined }

function inSpan<T>(work: () => T): T {
  return context.with(trace.setSpan(context.active(), span), work)
}

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})

afterAll(() => context.disable())

it('the current moment has the time and the operation of the active span', () => {
  const beforeMs = Date.now()
  const { timeMs, operation } = inSpan(currentMoment)
  expect(operation).toEqual(OPERATION)
  expect(timeMs).toBeGreaterThanOrEqual(beforeMs)
  expect(timeMs).toBeLessThanOrEqual(Date.now())
})

it('the current moment has no operation without an active span', () => {
  expect(currentMoment().operation).toBeUndefined()
})

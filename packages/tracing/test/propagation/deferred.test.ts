import { expect, it } from '@jest/globals'
import { isDeferred, markDeferred, unlessDeferred } from '../../src/propagation/deferred'
import { SPAN_ID, TRACE_ID } from '../builders'

const spanContext = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 }

it('marks a copy of the span context', () => {
  expect([isDeferred(spanContext), isDeferred(markDeferred(spanContext))]).toEqual([false, true])
})

it('returns only a span context with a sampling decision', () => {
  expect(unlessDeferred(spanContext)).toBe(spanContext)
  expect([unlessDeferred(undefined), unlessDeferred(markDeferred(spanContext))]).toEqual([undefined, undefined])
})

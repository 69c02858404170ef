import { describe, expect, it } from '@jest/globals'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { CloudTracePropagator } from '../../src'
import { isDeferred } from '../../src/propagation/deferred'
import { extracted, injected, SPAN_ID, TRACE_ID } from '../builders'

describe('X-Cloud-Trace-Context', () => {
  it('contains the span id as a decimal number', () => {
    const headers = { 'x-cloud-trace-context': `${TRACE_ID}/67667974448284343;o=1` }
    expect(injected(new CloudTracePropagator())).toEqual(headers)
    expect(extracted(new CloudTracePropagator(), headers)).toEqual({
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      traceFlags: 1,
      isRemote: true,
    })
  })

  it('contains a sampling decision or leaves it open, also for the next service', () => {
    const read = (options: string) =>
      extracted(new CloudTracePropagator(), { 'X-Cloud-Trace-Context': `${TRACE_ID}/1${options}` })!
    expect([read(';o=0'), read(';o=1'), read('')].map(({ traceFlags }) => traceFlags)).toEqual([0, 1, 1])
    expect([read(';o=0'), read(';o=1'), read('')].map(isDeferred)).toEqual([false, false, true])
    expect(injected(new CloudTracePropagator(), {}, trace.setSpanContext(ROOT_CONTEXT, read('')))).toEqual({
      'x-cloud-trace-context': `${TRACE_ID}/1`,
    })
  })

  it.each([`${TRACE_ID}/0;o=1`, `${TRACE_ID}`, 'nonsense/1', ''])('is ignored: %s', (header) => {
    expect(extracted(new CloudTracePropagator(), { 'x-cloud-trace-context': header })).toBeUndefined()
  })
})

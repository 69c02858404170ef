import { describe, expect, it } from '@jest/globals'
import { probeAvailability } from '../../src/client/availability'
import type { AvailabilityTelemetry } from '../../src/client/telemetry'

describe('a probe', () => {
  it('that resolves is tracked as a success with its context', async () => {
    const tracked: AvailabilityTelemetry[] = []
    let traceparent = ''
    const fn = (probe: { readonly traceparent: string }) => {
      traceparent = probe.traceparent
      return 'result'
    }
    const options = { runLocation: 'here', properties: { a: 1 }, tags: { 'ai.cloud.role': 'probe' } }
    expect(await probeAvailability('front page', fn, options, (each) => tracked.push(each))).toBe('result')
    const [item] = tracked
    expect(tracked).toMatchObject([
      { name: 'front page', success: true, runLocation: 'here', properties: { a: 1 }, time: expect.any(Date) },
    ])
    expect(item?.tags).toMatchObject({ 'ai.operation.name': 'front page', 'ai.cloud.role': 'probe' })
    expect(traceparent).toBe(`00-${item?.tags?.['ai.operation.id']}-${item?.id}-01`)
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    expect(item?.durationMs).toBeGreaterThanOrEqual(0)
  })

  it.each([
    ['an error', new Error('no answer'), 'no answer'],
    ['another value', 42, '42'],
  ])('that rejects with %s is tracked as a failure, and rejects', async (_, thrown, message) => {
    const tracked: AvailabilityTelemetry[] = []
    const probed = probeAvailability(
      'front page',
      () => Promise.reject(thrown),
      {},
      (each) => tracked.push(each),
    )
    await expect(probed).rejects.toBe(thrown)
    expect(tracked).toMatchObject([{ success: false, message }])
  })
})

import { PerformanceObserver } from 'node:perf_hooks'
import { expect, it } from '@jest/globals'
import { NodeRuntime } from '../../src/standard/node-runtime'
import { busyFor } from '../builders'

/** Resolves when Node has reported a garbage collection. */
async function collectedGarbage(): Promise<void> {
  const reported = new Promise<void>((resolve) => {
    const observer = new PerformanceObserver(() => {
      observer.disconnect()
      resolve()
    })
    observer.observe({ entryTypes: ['gc'] })
  })
  const garbage = Array.from({ length: 300_000 }, (_, index) => ({ index, text: `${index}` }))
  expect(garbage.map(({ text }) => [text]).length).toBe(garbage.length)
  await reported
}

it('reports event loop delays and garbage collection pauses', async () => {
  const runtime = new NodeRuntime()
  const delayMs = () => runtime.read().find(({ name }) => name === 'Event Loop Delay p99 (ms)')?.value
  delayMs()
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve, 40)) // the loop must run to be measured
    busyFor(80)
  }
  await new Promise((resolve) => setTimeout(resolve, 40))
  expect(delayMs()).toBeGreaterThan(40)
  await collectedGarbage()
  const [pause] = runtime.read().filter(({ name }) => name === 'GC Pause (ms)')
  expect(pause).toMatchObject({ namespace: 'Node.js', count: expect.any(Number), max: expect.any(Number) })
  expect(pause?.value).toBeGreaterThanOrEqual(pause?.max ?? Number.NaN)
  runtime.stop()
})

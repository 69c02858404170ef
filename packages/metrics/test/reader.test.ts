import { expect, it } from '@jest/globals'
import { CountAggregation, LastValueAggregation, MeasureInt, View } from '../src'
import { aRegistry, valuesOf } from './builders'

const bytes = new MeasureInt('bytes')

it.each([
  [Number.NaN, 5_000],
  ['soon', 5_000],
  [null, 5_000],
  [-1, 0],
  [Number.POSITIVE_INFINITY, 2_147_483_647],
])('with a timeout of %p, waits %d ms for an exporter that hangs', async (timeoutMs, waitedMs) => {
  const { metrics, clock } = aRegistry({ exportIntervalMs: 2_147_483_647 })
  metrics.gauge('level', () => 1)
  metrics.registerExporter(() => new Promise<void>(() => {}))
  let hasEnded = false
  const flushed = metrics.flush({ timeoutMs: timeoutMs as number }).finally(() => {
    hasEnded = true
  })
  clock.advance(waitedMs - 1)
  await new Promise((resolve) => setImmediate(resolve))
  expect(hasEnded).toBe(false)
  clock.advance(1)
  await flushed
})

it('exports an unchanged gauge every interval, but not with every flush', async () => {
  const { metrics, clock } = aRegistry()
  metrics.registerView(new View('last', '', [], bytes, new LastValueAggregation()))
  metrics.registerView(new View('count', '', [], bytes, new CountAggregation()))
  let level = 1
  metrics.gauge('level', () => level)
  const taken: unknown[] = []
  metrics.registerExporter((given) => void taken.push(valuesOf(given)))
  metrics.recorder.record([[bytes, 5]])
  await metrics.flush()
  await metrics.flush()
  clock.advance(1_000)
  await metrics.flush()
  level = 2
  await metrics.flush()
  expect(taken).toEqual([{ last: 5, count: 1, level: 1 }, { last: 5, level: 1 }, { level: 2 }])
})

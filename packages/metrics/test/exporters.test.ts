import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DistributionAggregation, LastValueAggregation, MeasureInt, type Metric, SumAggregation, View } from '../src'
import { aRegistry, valuesOf } from './builders'

const work = new MeasureInt('work')
const bytes = new MeasureInt('bytes')

it('gives each exporter its own deltas since its registration', () => {
  const { metrics, clock } = aRegistry()
  metrics.registerView(new View('bytes', '', [], bytes, new SumAggregation()))
  const first: unknown[] = []
  const second: unknown[] = []
  const toFirst = (given: readonly Metric[]) => void first.push(valuesOf(given))
  metrics.registerExporter(toFirst)
  metrics.registerExporter(toFirst)
  metrics.recorder.record([[bytes, 1]])
  metrics.registerExporter((given) => void second.push(valuesOf(given)))
  metrics.recorder.record([[bytes, 2]])
  clock.advance(1_000)
  metrics.recorder.record([[bytes, 4]])
  clock.advance(1_000)
  clock.advance(1_000) // nothing has changed
  metrics.unregisterExporter(toFirst)
  metrics.recorder.record([[bytes, 8]])
  clock.advance(1_000)
  expect(first).toEqual([{ bytes: 3 }, { bytes: 4 }])
  expect(second).toEqual([{ bytes: 2 }, { bytes: 4 }, { bytes: 8 }])
  expect(valuesOf(metrics.metrics())).toEqual({ bytes: 15 })
})

it('gives a failing exporter the same values again, combined with later ones', async () => {
  const { metrics, clock } = aRegistry()
  metrics.registerView(new View('spread', '', [], bytes, new DistributionAggregation([5])))
  metrics.registerView(new View('last', '', [], bytes, new LastValueAggregation()))
  const ways = ['throws', 'rejects', 'throws', 'takes']
  const taken: unknown[] = []
  metrics.registerExporter(async (given) => {
    if (ways.shift() !== 'takes') throw new Error('down')
    taken.push(valuesOf(given))
  })
  for (const value of [9, 1, 4, 2]) {
    metrics.recorder.record([[bytes, value]])
    clock.advance(1_000)
    await metrics.flush()
  }
  expect(taken).toEqual([
    { last: 2, spread: expect.objectContaining({ count: 4, sum: 16, min: 1, max: 9, mean: 4, bucketCounts: [3, 1] }) },
  ])
  expect(metrics.stats()).toMatchObject({ exporterErrors: 3 })
})

it('rejects an exporter that is not a function', () => {
  expect(() => aRegistry().metrics.registerExporter({} as never)).toThrow('An exporter must be a function')
})

it('waits for all exporters in a flush, up to the timeout', async () => {
  const { metrics, clock } = aRegistry()
  metrics.registerView(new View('bytes', '', [], bytes, new SumAggregation()))
  const taken: unknown[] = []
  const releases: (() => void)[] = []
  metrics.registerExporter(async (given) => {
    await new Promise<void>((resolve) => releases.push(resolve))
    taken.push(valuesOf(given))
  })
  metrics.recorder.record([[bytes, 1]])
  clock.advance(1_000)
  metrics.recorder.record([[bytes, 2]])
  const flushed = metrics.flush({ timeoutMs: 500 })
  releases.shift()?.()
  await new Promise((resolve) => setImmediate(resolve))
  expect(taken).toEqual([{ bytes: 1 }])
  clock.advance(500) // the second one hangs
  await flushed
  expect(taken).toEqual([{ bytes: 1 }])
})

it('exports the last values of a stopped counter', () => {
  const { metrics, clock } = aRegistry()
  let jobs = 3
  const taken: unknown[] = []
  metrics.registerExporter((given) => void taken.push(valuesOf(given)))
  const stop = metrics.counter('jobs', () => jobs)
  clock.advance(1_000)
  jobs = 7
  stop()
  clock.advance(1_000)
  clock.advance(1_000)
  expect(taken).toEqual([{ jobs: 3 }, { jobs: 4 }])
  expect(valuesOf(metrics.metrics())).toEqual({ jobs: 7 })
})

it('exports nothing twice when a counter is stopped and added again', () => {
  const { metrics, clock } = aRegistry()
  let jobs = 1_000
  const taken: unknown[] = []
  metrics.registerExporter((given) => void taken.push(valuesOf(given)))
  const stop = metrics.counter('jobs', () => jobs)
  clock.advance(1_000)
  stop()
  metrics.counter('jobs', () => jobs)
  clock.advance(1_000)
  jobs = 1_002
  clock.advance(1_000)
  expect(taken).toEqual([{ jobs: 1_000 }, { jobs: 2 }])
  expect(valuesOf(metrics.metrics())).toEqual({ jobs: 1_002 })
})

type Step =
  | { readonly kind: 'record'; readonly value: number; readonly by: string }
  | { readonly kind: 'interval' }
  | { readonly kind: 'add exporter'; readonly fails: readonly boolean[] }
  | { readonly kind: 'add view' }

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('record' as const),
        value: fc.nat(),
        by: fc.constantFrom('a', 'b', 'c'),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'interval' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('add exporter' as const),
        fails: fc.array(fc.boolean(), { maxLength: 5 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'add view' as const }) },
  ),
  { maxLength: 60 },
)

it('exports exactly the recorded values, whatever fails or is late', () => {
  fc.assert(
    fc.property(steps, (all: readonly Step[]) => {
      const { metrics, clock } = aRegistry()
      const exporters: {
        readonly expected: Record<string, number>
        readonly got: Record<string, number>
        fails: boolean[]
      }[] = []
      const soFar: Record<string, number> = {}
      let views = 0
      for (const step of all) {
        switch (step.kind) {
          case 'record':
            metrics.recorder.record([[work, step.value]], { by: step.by })
            for (let view = 0; view < views; view++) {
              const key = `view ${view}{"by":"${step.by}"}`
              for (const sums of [soFar, ...exporters.map(({ expected }) => expected)])
                sums[key] = (sums[key] ?? 0) + step.value
            }
            break
          case 'interval':
            clock.advance(1_000)
            break
          case 'add view':
            metrics.registerView(new View(`view ${views++}`, '', ['by'], work, new SumAggregation()))
            break
          case 'add exporter': {
            const exporter = { expected: {}, got: {} as Record<string, number>, fails: [...step.fails] }
            exporters.push(exporter)
            metrics.registerExporter((given) => {
              if (exporter.fails.shift() === true) throw new Error('down')
              for (const [key, value] of Object.entries(valuesOf(given)))
                exporter.got[key] = (exporter.got[key] ?? 0) + Number(value)
            })
          }
        }
      }
      for (const exporter of exporters) exporter.fails = []
      clock.advance(1_000)
      const moved = (sums: object) => Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0))
      for (const { expected, got } of exporters) expect(got).toEqual(moved(expected))
      expect(valuesOf(metrics.metrics())).toEqual(soFar)
    }),
  )
})

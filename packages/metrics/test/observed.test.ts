import { describe, expect, it } from '@jest/globals'
import { aRegistry, valuesOf } from './builders'

describe('a gauge', () => {
  it('is read with the metrics and omitted while it has no value', () => {
    const { metrics } = aRegistry()
    let waiting: number | undefined = 3
    metrics.gauge('waiting', () => waiting)
    expect(valuesOf(metrics.metrics())).toEqual({ waiting: 3 })
    waiting = -1
    expect(valuesOf(metrics.metrics())).toEqual({ waiting: -1 })
    waiting = undefined
    expect(metrics.metrics()).toEqual([])
  })

  it('has a series for each combination of tags that it returns', () => {
    const { metrics } = aRegistry()
    let pools = ['a', 'b']
    metrics.gauge('size', () => pools.map((pool, index) => ({ value: index, tags: { pool } })), { columns: ['pool'] })
    expect(valuesOf(metrics.metrics())).toEqual({ 'size{"pool":"a"}': 0, 'size{"pool":"b"}': 1 })
    pools = ['b']
    expect(valuesOf(metrics.metrics())).toEqual({ 'size{"pool":"b"}': 0 })
  })

  it('adds up values that share a series, as those beyond 2,000 do', () => {
    const { metrics } = aRegistry()
    const pools = Array.from({ length: 2_002 }, (_, pool) => ({ value: pool, tags: { pool } }))
    metrics.gauge('size', () => pools, { columns: ['pool'] })
    expect(valuesOf(metrics.metrics())['size{"azmon.overflow":"true"}']).toBe(2_000 + 2_001)
  })

  it('is counted and omitted if it throws or returns no number', () => {
    const { metrics } = aRegistry()
    metrics.gauge('throws', () => {
      throw new Error('mine')
    })
    metrics.gauge('promise', (async () => {
      throw new Error('mine, later')
    }) as never)
    metrics.gauge('infinite', () => Number.POSITIVE_INFINITY)
    metrics.gauge('fine', () => 1)
    expect(valuesOf(metrics.metrics())).toEqual({ fine: 1 })
    expect(metrics.stats()).toMatchObject({ callbackErrors: 1, refused: 2 })
  })

  it('can be stopped, which frees its name', () => {
    const { metrics } = aRegistry()
    const stop = metrics.gauge('waiting', () => 1)
    expect(() => metrics.counter('waiting', () => 1)).toThrow('already a metric')
    stop()
    stop()
    metrics.gauge('waiting', () => 2)
    expect(valuesOf(metrics.metrics())).toEqual({ waiting: 2 })
  })

  it('rejects a value that is not a function', () => {
    expect(() => aRegistry().metrics.gauge('waiting', 5 as never)).toThrow('read of waiting must be a function')
  })
})

describe('a counter', () => {
  it('continues when its source starts again from 0', () => {
    const { metrics } = aRegistry()
    let jobs = 5
    metrics.counter('jobs', () => jobs)
    expect(valuesOf(metrics.metrics())).toEqual({ jobs: 5 })
    jobs = 7
    expect(valuesOf(metrics.metrics())).toEqual({ jobs: 7 })
    jobs = 2
    expect(valuesOf(metrics.metrics())).toEqual({ jobs: 9 })
    jobs = -1
    expect(valuesOf(metrics.metrics())).toEqual({ jobs: 9 })
    expect(metrics.stats()).toMatchObject({ refused: 1 })
  })

  it('counts combinations beyond the limit once, also when one of them disappears', () => {
    const { metrics } = aRegistry()
    const users = Array.from({ length: 2_003 }, (_, user) => ({ value: user < 2_000 ? 0 : 100, tags: { user } }))
    let seen = users
    metrics.counter('jobs', () => seen, { columns: ['user'] })
    const overflow = () => valuesOf(metrics.metrics())['jobs{"azmon.overflow":"true"}']
    expect([overflow(), overflow()]).toEqual([300, 300])
    seen = users.slice(0, -1)
    expect([overflow(), overflow()]).toEqual([300, 300])
    seen = [...users.slice(0, -2), { value: 107, tags: { user: 2_001 } }]
    expect(overflow()).toBe(307)
  })

  it('keeps its name, unit and columns after it was stopped', () => {
    const { metrics } = aRegistry()
    metrics.counter('jobs', () => 1, { columns: ['queue'] })()
    expect(() => metrics.gauge('jobs', () => 1)).toThrow('There is already a metric with the name jobs')
    expect(() => metrics.counter('jobs', () => 1)).toThrow('A counter jobs already exists with other columns')
    expect(() => metrics.counter('jobs', () => 1, { columns: ['queue'], unit: 's' })).toThrow('another unit')
    metrics.counter('jobs', () => 2, { columns: ['queue'] })
    expect(() => metrics.counter('jobs', () => 1, { columns: ['queue'] })).toThrow('already a metric')
    expect(valuesOf(metrics.metrics())).toEqual({ jobs: 2 })
  })

  it('is kept after a stop until a hundred others are stopped', () => {
    const { metrics, clock } = aRegistry()
    for (let each = 0; each <= 100; each++) metrics.counter(`jobs of ${each}`, () => 1)()
    clock.advance(1_000)
    const names = metrics.metrics().map(({ name }) => name)
    expect([names.length, names[0]]).toEqual([100, 'jobs of 1'])
    metrics.gauge('jobs of 0', () => 5)
    expect(valuesOf(metrics.metrics())).toMatchObject({ 'jobs of 0': 5 })
  })

  it('ignores a reading that fails halfway', () => {
    const { metrics } = aRegistry()
    const shares: unknown[] = [{ value: 3 }, { value: 4 }]
    metrics.counter('jobs', () => shares as never)
    expect(valuesOf(metrics.metrics())).toEqual({ jobs: 7 })
    shares[1] = null
    expect(valuesOf(metrics.metrics())).toEqual({ jobs: 7 })
    expect(metrics.stats()).toMatchObject({ callbackErrors: 1 })
  })
})

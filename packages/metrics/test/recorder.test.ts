import { describe, expect, it } from '@jest/globals'
import {
  CountAggregation,
  DistributionAggregation,
  LastValueAggregation,
  MeasureDouble,
  MeasureInt,
  SumAggregation,
  TagMap,
  View,
} from '../src'
import { aRegistry, valuesOf, withViews } from './builders'

const orders = new MeasureInt('orders', 'orders placed')
const took = new MeasureDouble('took', 'time for an order', 'ms')

describe('a view', () => {
  it('counts, sums, keeps the last or spreads out, several on one measure', () => {
    const metrics = withViews(
      new View('count', '', [], took, new CountAggregation()),
      new View('sum', '', [], took, new SumAggregation()),
      new View('last', '', [], took, new LastValueAggregation()),
      new View('spread', '', [], took, new DistributionAggregation([10, 100])),
    )
    for (const value of [3, 100, 10, 7]) metrics.recorder.record([[took, value]])
    expect(valuesOf(metrics.metrics())).toEqual({
      count: 4,
      sum: 120,
      last: 7,
      spread: {
        count: 4,
        sum: 120,
        min: 3,
        max: 100,
        mean: 30,
        stdDev: Math.sqrt((27 ** 2 + 70 ** 2 + 20 ** 2 + 23 ** 2) / 4),
        bounds: [10, 100],
        bucketCounts: [2, 1, 1],
      },
    })
  })

  it('tells what it is, and of when', () => {
    const metrics = withViews(new View('sum of took', 'all of it', [], took, new SumAggregation()))
    metrics.recorder.record([[took, 1]])
    const now = new Date('2026-03-04T05:06:07Z')
    expect(metrics.metrics(now)).toEqual([
      {
        name: 'sum of took',
        description: 'all of it',
        unit: 'ms',
        kind: 'sum',
        buckets: false,
        timeSeries: [{ tags: {}, points: [{ value: 1, time: now }] }],
      },
    ])
  })

  it('has a series for each combination of its columns, and does not look at other tags', () => {
    const metrics = withViews(new View('orders', '', ['country', 'paid'], orders, new SumAggregation()))
    const { recorder } = metrics
    recorder.record([[orders, 1]], { country: 'de', paid: true, user: 'u1' })
    recorder.record([[orders, 2]], new TagMap({ paid: 'true', country: 'de', user: 'u2' }))
    recorder.record([[orders, 4]], { country: 'fr', paid: 1 })
    recorder.record([[orders, 8]], { country: 'fr', paid: '1' })
    recorder.record([[orders, 16]], { country: 'fr' })
    recorder.record([[orders, 32]], { country: 'fr', paid: undefined })
    recorder.record([[orders, 64]])
    expect(valuesOf(metrics.metrics())).toEqual({
      'orders{"country":"de","paid":"true"}': 3,
      'orders{"country":"fr","paid":"1"}': 12,
      'orders{"country":"fr"}': 48,
      orders: 64,
    })
  })

  it('keeps apart what looks alike when joined', () => {
    const metrics = withViews(new View('orders', '', ['a', 'b'], orders, new SumAggregation()))
    metrics.recorder.record([[orders, 1]], { a: 'x', b: 'yz' })
    metrics.recorder.record([[orders, 2]], { a: 'xy', b: 'z' })
    expect(Object.values(valuesOf(metrics.metrics()))).toEqual([1, 2])
  })

  it('that comes late counts from then on, for bound measures as well', () => {
    const { metrics } = aRegistry()
    const bound = metrics.recorder.bind(orders, { country: 'de' })
    const record = () => {
      bound.record(1)
      metrics.recorder.record([[orders, 1]], { country: 'de' })
    }
    record()
    metrics.registerView(new View('first', '', ['country'], orders, new CountAggregation()))
    record()
    metrics.registerView(new View('second', '', [], orders, new CountAggregation()))
    record()
    expect(valuesOf(metrics.metrics())).toEqual({ 'first{"country":"de"}': 4, second: 2 })
  })

  it('may be registered twice, but no other of its name', () => {
    const view = new View('orders', '', ['country'], orders, new CountAggregation())
    const metrics = withViews(view, view, new View('orders', '', ['country'], orders, new CountAggregation()))
    metrics.recorder.record([[orders, 1]])
    expect(valuesOf(metrics.metrics())).toEqual({ orders: 1 })
    for (const other of [
      new View('orders', '', [], orders, new CountAggregation()),
      new View('orders', '', ['country'], orders, new SumAggregation()),
      new View('orders', '', ['country'], took, new CountAggregation()),
    ]) {
      expect(() => metrics.registerView(other)).toThrow('There is another metric with the name orders.')
    }
    expect(() => metrics.gauge('orders', () => 1)).toThrow('There is another metric with the name orders.')
    const namesake = new MeasureDouble('orders')
    expect(() => metrics.registerView(new View('x', '', [], namesake, new CountAggregation()))).toThrow(
      'There is another measure orders',
    )
  })

  it('has at most 2,000 series, and one for what is beyond, which is counted', () => {
    const metrics = withViews(new View('orders', '', ['user'], orders, new CountAggregation()))
    for (let round = 0; round < 2; round++) {
      for (let user = 0; user < 2_100; user++) metrics.recorder.record([[orders, 1]], { user })
    }
    metrics.recorder.bind(orders, { user: 'bound' }).record(1)
    const values = valuesOf(metrics.metrics())
    expect(Object.keys(values)).toHaveLength(2_001)
    expect(values['orders{"user":"1999"}']).toBe(2)
    expect(values['orders{"azmon.overflow":"true"}']).toBe(201)
    expect(metrics.stats()).toMatchObject({ overflowed: 201 })
  })

  it('holds on to no document', () => {
    const metrics = withViews(new View('orders', '', ['text'], orders, new CountAggregation()))
    metrics.recorder.record([[orders, 1]], { text: 'x'.repeat(10_000) })
    expect(Object.keys(valuesOf(metrics.metrics()))).toEqual([`orders{"text":"${'x'.repeat(255)}"}`])
  })
})

it('a tag is not cut within a character', () => {
  const metrics = withViews(new View('orders', '', ['text'], orders, new CountAggregation()))
  for (const before of [253, 254]) metrics.recorder.record([[orders, 1]], { text: `${'x'.repeat(before)}😀y` })
  const kept = [`${'x'.repeat(253)}😀`, 'x'.repeat(254)]
  expect(Object.keys(valuesOf(metrics.metrics()))).toEqual(kept.map((text) => `orders{"text":"${text}"}`))
})

describe('a value that is no measurement', () => {
  it.each([
    ['negative', took, -1],
    ['infinite', took, Number.POSITIVE_INFINITY],
    ['no number', took, Number.NaN],
    ['a text', took, '5' as never],
    ['not whole, for whole numbers', orders, 1.5],
  ])('%s, is refused, counted, and costs no other', (_, measure, value) => {
    const metrics = withViews(
      new View('orders', '', [], orders, new SumAggregation()),
      new View('took', '', [], took, new SumAggregation()),
    )
    metrics.recorder.record([
      [orders, 1],
      [measure, value],
      [took, 2.5],
    ])
    metrics.recorder.bind(measure).record(value)
    expect(valuesOf(metrics.metrics())).toEqual({ orders: 1, took: 2.5 })
    expect(metrics.stats()).toMatchObject({ refused: 2 })
  })

  it('nor anything else that is handed over throws', () => {
    const metrics = withViews(
      new View('tagged', '', ['country'], orders, new CountAggregation()),
      new View('took', '', [], took, new CountAggregation()),
    )
    const tags = {
      get country(): string {
        throw new Error('mine')
      },
    }
    metrics.recorder.record(undefined as never)
    metrics.recorder.record([undefined] as never)
    metrics.recorder.record([
      [undefined, 1],
      [{}, 1],
      [took, 1],
    ] as never)
    metrics.recorder.bind(orders, tags).record(1)
    metrics.recorder.record(
      [
        [orders, 1],
        [took, 1],
      ],
      tags,
    )
    expect(valuesOf(metrics.metrics())).toEqual({ tagged: 2, took: 2 })
    expect(metrics.stats()).toMatchObject({ refused: 4 })
  })

  it('is not what nobody looks at', () => {
    const metrics = withViews(new View('orders', '', [], orders, new SumAggregation()))
    metrics.recorder.record([
      [took, 5],
      [orders, 1],
    ])
    expect(valuesOf(metrics.metrics())).toEqual({ orders: 1 })
    expect(metrics.stats()).toMatchObject({ refused: 0 })
  })
})

it('a bound measure keeps the tags of its time', () => {
  const metrics = withViews(new View('orders', '', ['country'], orders, new SumAggregation()))
  const tags = new TagMap({ country: 'de' })
  const bound = metrics.recorder.bind(orders, tags)
  tags.update('country', 'fr')
  bound.record(3)
  expect(valuesOf(metrics.metrics())).toEqual({ 'orders{"country":"de"}': 3 })
})

it('tags may be inserted once, updated and deleted, and what was recorded keeps those of its time', () => {
  const metrics = withViews(new View('orders', '', ['country'], orders, new SumAggregation()))
  const tags = new TagMap().insert('country', 'de').insert('country', 'fr').update('city', 'Bonn')
  expect([tags.get('country'), tags.has('city')]).toEqual(['de', false])
  metrics.recorder.record([[orders, 1]], tags)
  metrics.recorder.record([[orders, 2]], tags.update('country', 'fr'))
  metrics.recorder.record([[orders, 4]], tags.delete('country'))
  expect(valuesOf(metrics.metrics())).toEqual({
    'orders{"country":"de"}': 1,
    'orders{"country":"fr"}': 2,
    orders: 4,
  })
})

describe('names, units, columns and bounds', () => {
  const count = new CountAggregation()
  it.each([
    ['an empty name', () => new MeasureInt(''), 'measure.name must be a text of 1 to 255 characters'],
    ['a name with a line break', () => new MeasureDouble('a\nb'), 'measure.name must be a text'],
    ['a name that is none', () => new MeasureInt(5 as never), 'got a value of type number'],
    ['a long unit', () => new MeasureInt('a', '', 'x'.repeat(64)), 'measure.unit must be a text of 0 to 63'],
    ['a view without a name', () => new View('', '', [], orders, count), 'view.name must be'],
    ['columns that are no list', () => new View('a', '', 'country' as never, orders, count), "such as ['country']"],
    ['an empty column', () => new View('a', '', [''], orders, count), 'view.columns must be a text of 1 to 150'],
    ['a column twice', () => new View('a', '', ['x', 'x'], orders, count), 'view.columns has a key twice'],
    ['a column that no property may be', () => new View('a', '', ['__proto__'], orders, count), 'Name it otherwise.'],
    ['another order', () => new View('a', '', [], count as never, orders as never), 'The order is name, description'],
    ['no aggregation', () => new View('a', '', [], orders, undefined as never), 'view.aggregation must be'],
    ['bounds that fall', () => new DistributionAggregation([10, 5]), 'got 5 at position 1'],
    ['a negative bound', () => new DistributionAggregation([-1]), 'got -1 at position 0'],
    ['an infinite bound', () => new DistributionAggregation([1, Number.POSITIVE_INFINITY]), 'got Infinity'],
    ['bounds that are none', () => new DistributionAggregation(5 as never), 'bounds must be a list of numbers'],
  ])('%s is a mistake, told where it is made', (_, make, message) => {
    expect(make).toThrow(message)
    expect(make).toThrow(expect.objectContaining({ code: 'AZMON_CONFIGURATION' }))
  })

  it('a first bound of 0 has nothing below it', () => {
    expect(new DistributionAggregation([0, 10]).bounds).toEqual([10])
  })
})

it('metrics are printed where that is asked for, a line for each series', () => {
  const metrics = withViews(
    new View('orders', '', ['country'], orders, new CountAggregation()),
    new View('spread', '', [], orders, new DistributionAggregation()),
  )
  metrics.recorder.record([[orders, 4]], { country: 'de' })
  const written: unknown[] = []
  const { write } = process.stdout
  process.stdout.write = ((text: string) => written.push(text)) as never
  try {
    metrics.metrics(new Date(), { print: true })
  } finally {
    process.stdout.write = write
  }
  expect(written.join('')).toBe('orders {"country":"de"} 1\nspread count 1, sum 4, min 4, max 4, stdDev 0\n')
})

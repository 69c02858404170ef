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
import { valuesOf, withViews } from './builders'

const orders = new MeasureInt('orders', 'orders placed')
const took = new MeasureDouble('took', 'time for an order', 'ms')

describe('a view', () => {
  it('aggregates one measure in several ways', () => {
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

  it('is read with its description and the time', () => {
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
})

describe('an invalid value', () => {
  it.each([
    ['negative', took, -1],
    ['infinite', took, Number.POSITIVE_INFINITY],
    ['not a number', took, Number.NaN],
    ['a string', took, '5' as never],
    ['not whole for a MeasureInt', orders, 1.5],
  ])('that is %s is refused and counted without affecting others', (_, measure, value) => {
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

  it('of any kind never throws', () => {
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

  it('is not counted for a measure without a view', () => {
    const metrics = withViews(new View('orders', '', [], orders, new SumAggregation()))
    metrics.recorder.record([
      [took, 5],
      [orders, 1],
    ])
    expect(valuesOf(metrics.metrics())).toEqual({ orders: 1 })
    expect(metrics.stats()).toMatchObject({ refused: 0 })
  })
})

it('keeps the tags that a measure was bound with', () => {
  const metrics = withViews(new View('orders', '', ['country'], orders, new SumAggregation()))
  const tags = new TagMap({ country: 'de' })
  const bound = metrics.recorder.bind(orders, tags)
  tags.update('country', 'fr')
  bound.record(3)
  expect(valuesOf(metrics.metrics())).toEqual({ 'orders{"country":"de"}': 3 })
})

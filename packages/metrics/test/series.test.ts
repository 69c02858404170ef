import { expect, it } from '@jest/globals'
import { CountAggregation, MeasureInt, SumAggregation, TagMap, View } from '../src'
import { valuesOf, withViews } from './builders'

const orders = new MeasureInt('orders', 'orders placed')

it('has a series for each combination of its columns and ignores other tags', () => {
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

it('distinguishes tags that are equal when joined', () => {
  const metrics = withViews(new View('orders', '', ['a', 'b'], orders, new SumAggregation()))
  metrics.recorder.record([[orders, 1]], { a: 'x', b: 'yz' })
  metrics.recorder.record([[orders, 2]], { a: 'xy', b: 'z' })
  expect(Object.values(valuesOf(metrics.metrics()))).toEqual([1, 2])
})

it('has at most 2,000 series and counts the rest in an overflow series', () => {
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

import { expect, it } from '@jest/globals'
import { CountAggregation, MeasureDouble, MeasureInt, SumAggregation, View } from '../src'
import { aRegistry, valuesOf, withViews } from './builders'

const orders = new MeasureInt('orders', 'orders placed')
const took = new MeasureDouble('took', 'time for an order', 'ms')

it('counts from its registration on, also for bound measures', () => {
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

it('can be registered twice, but not another one with its name', () => {
  const view = new View('orders', '', ['country'], orders, new CountAggregation())
  const metrics = withViews(view, view, new View('orders', '', ['country'], orders, new CountAggregation()))
  metrics.recorder.record([[orders, 1]])
  expect(valuesOf(metrics.metrics())).toEqual({ orders: 1 })
  for (const other of [
    new View('orders', '', [], orders, new CountAggregation()),
    new View('orders', '', ['country'], orders, new SumAggregation()),
    new View('orders', '', ['country'], took, new CountAggregation()),
  ]) {
    expect(() => metrics.registerView(other)).toThrow('There is already a metric with the name orders.')
  }
  expect(() => metrics.gauge('orders', () => 1)).toThrow('There is already a metric with the name orders.')
  const namesake = new MeasureDouble('orders')
  expect(() => metrics.registerView(new View('x', '', [], namesake, new CountAggregation()))).toThrow(
    'A measure named orders already exists',
  )
})

import { bytesKept } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { CountAggregation, MeasureInt, SumAggregation, TagMap, View } from '../src'
import { valuesOf, withViews } from './builders'

const orders = new MeasureInt('orders', 'orders placed')

it('truncates long tags', () => {
  const metrics = withViews(new View('orders', '', ['text'], orders, new CountAggregation()))
  metrics.recorder.record([[orders, 1]], { text: 'x'.repeat(10_000) })
  expect(Object.keys(valuesOf(metrics.metrics()))).toEqual([`orders{"text":"${'x'.repeat(255)}"}`])
})

it('does not truncate a tag within a character', () => {
  const metrics = withViews(new View('orders', '', ['text'], orders, new CountAggregation()))
  for (const before of [253, 254]) metrics.recorder.record([[orders, 1]], { text: `${'x'.repeat(before)}😀y` })
  const kept = [`${'x'.repeat(253)}😀`, 'x'.repeat(254)]
  expect(Object.keys(valuesOf(metrics.metrics()))).toEqual(kept.map((text) => `orders{"text":"${text}"}`))
})

it('keeps no part of the strings that tags were cut from', () => {
  const metrics = withViews(new View('orders', '', ['text'], orders, new CountAggregation()))
  const record = (text: string) => metrics.recorder.record([[orders, 1]], { text })
  const kept = bytesKept(() => {
    for (let i = 0; i < 150; i++) {
      record(`${i}-`.repeat(20_000).slice(0, 40)) // cut by the application
      record(`${i}+`.repeat(20_000)) // cut by the limit
    }
    return metrics
  })
  expect(kept).toBeLessThan(1_000_000)
})

it('inserts, updates and deletes tags without changing recorded values', () => {
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

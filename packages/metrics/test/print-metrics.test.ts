import { expect, it } from '@jest/globals'
import { CountAggregation, DistributionAggregation, MeasureInt, View } from '../src'
import { withViews } from './builders'

const orders = new MeasureInt('orders', 'orders placed')

it('prints one line for each series', () => {
  const metrics = withViews(
    new View('orders', '', ['country'], orders, new CountAggregation()),
    new View('spread', '', [], orders, new DistributionAggregation()),
  )
  metrics.recorder.record([[orders, 4]], { country: 'd\x9be' })
  const written: unknown[] = []
  const { write } = process.stdout
  process.stdout.write = ((text: string) => written.push(text)) as never
  try {
    metrics.metrics(new Date(), { print: true })
  } finally {
    process.stdout.write = write
  }
  expect(written.join('')).toBe('orders {"country":"d?e"} 1\nspread count 1, sum 4, min 4, max 4, stdDev 0\n')
})

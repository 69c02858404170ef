import { describe, expect, it } from '@jest/globals'
import { CountAggregation, MeasureDouble, MeasureInt, View } from '../src'

const orders = new MeasureInt('orders', 'orders placed')

describe('names, units, columns and bounds', () => {
  const count = new CountAggregation()
  it.each([
    ['an empty name', () => new MeasureInt(''), 'measure.name must be a string of 1 to 255 characters'],
    ['a name with a line break', () => new MeasureDouble('a\nb'), 'measure.name must be a string'],
    ['a name of another type', () => new MeasureInt(5 as never), 'got a number'],
    ['a long unit', () => new MeasureInt('a', '', 'x'.repeat(64)), 'measure.unit must be a string of 0 to 63'],
    ['a view without a name', () => new View('', '', [], orders, count), 'view.name must be'],
    [
      'columns that are not an array',
      () => new View('a', '', 'country' as never, orders, count),
      "such as ['country']",
    ],
    ['an empty column', () => new View('a', '', [''], orders, count), 'view.columns must be a string of 1 to 150'],
    ['a column twice', () => new View('a', '', ['x', 'x'], orders, count), 'view.columns contains a key twice'],
    ['a reserved column', () => new View('a', '', ['__proto__'], orders, count), 'Use another key.'],
  ])('rejects %s', (_, make, message) => {
    expect(make).toThrow(message)
    expect(make).toThrow(expect.objectContaining({ code: 'AZMON_CONFIGURATION' }))
  })
})

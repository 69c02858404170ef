import { expect, it } from '@jest/globals'
import { CountAggregation, MeasureInt, View } from '../src'

const orders = new MeasureInt('orders', 'orders placed')
const count = new CountAggregation()

it('copies its columns', () => {
  const columns = ['country']
  const view = new View('orders', undefined, columns, orders, count)
  columns.push('user')
  expect(view).toMatchObject({ name: 'orders', description: '', columns: ['country'] })
})

it.each([
  [
    'arguments in another order',
    () => new View('a', '', [], count as never, orders as never),
    'The arguments are name, description',
  ],
  ['no aggregation', () => new View('a', '', [], orders, undefined as never), 'view.aggregation must be'],
])('rejects %s', (_, make, message) => {
  expect(make).toThrow(message)
  expect(make).toThrow(expect.objectContaining({ code: 'AZMON_CONFIGURATION' }))
})

import { expect, it, jest } from '@jest/globals'
import { MeasureDouble, MeasureInt } from '../src'
import { MeasureRegistry } from '../src/measure-registry'

it('shares the views of equal measures and rejects others with the same name', () => {
  const measures = new MeasureRegistry()
  const views = measures.open(new MeasureInt('orders'))
  expect(measures.open(new MeasureInt('orders'))).toBe(views)
  expect(() => measures.open(new MeasureDouble('orders'))).toThrow(
    'A measure named orders already exists with another type',
  )
})

it('reports every value as late after close, also of unknown measures', () => {
  const measures = new MeasureRegistry()
  const orders = new MeasureInt('orders')
  expect(measures.viewsOf(orders)).toBeUndefined()
  const onLate = jest.fn()
  measures.close(onLate)
  measures.viewsOf(orders)?.record(1, {})
  expect(onLate).toHaveBeenCalledTimes(1)
})

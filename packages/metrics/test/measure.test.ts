import { expect, it } from '@jest/globals'
import { MeasureDouble, MeasureInt } from '../src'
import { isMeasurement } from '../src/measure'

it('accepts finite numbers that are not negative, and only whole ones for a MeasureInt', () => {
  const values = [0, 1, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '1', undefined]
  const accepted = (measure: MeasureInt | MeasureDouble) => values.filter((value) => isMeasurement(measure, value))
  expect(accepted(new MeasureDouble('took', '', 'ms'))).toEqual([0, 1, 1.5])
  expect(accepted(new MeasureInt('orders'))).toEqual([0, 1])
})

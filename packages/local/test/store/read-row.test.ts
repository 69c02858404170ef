import { expect, it } from '@jest/globals'
import { readRow } from '../../src/store/read-row'

it('parses the JSON of dynamic columns and keeps other values', () => {
  const columns = [
    { name: 'message', type: 'string' },
    { name: 'customDimensions', type: 'dynamic' },
    { name: 'customMeasurements', type: 'dynamic' },
  ] as never
  const row = { message: '{"a":1}', customDimensions: '{"a":1}', customMeasurements: null }
  expect(readRow(row, columns)).toEqual({ message: '{"a":1}', customDimensions: { a: 1 }, customMeasurements: null })
})

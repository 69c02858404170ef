import { expect, it } from '@jest/globals'
import { findViolation } from '../../src/ingest/find-violation'

it('returns undefined for an object that follows its contract', () => {
  expect(findViolation('DataPoint', { name: 'n', value: 1 })).toBeUndefined()
})

it.each([
  [{ value: 1 }, "109: Field 'name' on type 'DataPoint' is required but missing or empty."],
  [{ name: 'n', value: '1' }, "106: Field 'value' on type 'DataPoint' is of incorrect type."],
  [{ name: 'n'.repeat(1_025), value: 1 }, "100: Field 'name' on type 'DataPoint' is too long."],
])('names the first violation: %#', (object, message) => {
  expect(findViolation('DataPoint', object)).toContain(message)
})

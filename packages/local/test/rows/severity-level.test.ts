import { expect, it } from '@jest/globals'
import { severityLevel } from '../../src/rows/severity-level'

it('accepts numbers and names in any case', () => {
  expect([0, 4, 'error', 'Critical', 5, 'loud', null].map(severityLevel)).toEqual([0, 4, 3, 4, null, null, null])
})

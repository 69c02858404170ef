import { expect, it } from '@jest/globals'
import { formatCounts } from '../src/print-rows'

it('prints the number of rows of each table', () => {
  expect(formatCounts({ requests: 3, dependencies: 0, traces: 12, exceptions: 1 })).toMatch(/ {2}traces +12$/m)
})

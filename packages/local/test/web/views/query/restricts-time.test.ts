import { expect, it } from '@jest/globals'
import { restrictsTime } from '../../../../web/src/views/query/restricts-time'

it.each([
  'requests | where timestamp > ago(1h)',
  'requests | where name == "a" and TimeGenerated between (datetime(2026) .. now())',
  'traces | extend a = 1 | filter timestamp > ago(1h)',
])('finds the time in %s', (query) => {
  expect(restrictsTime(query)).toBe(true)
})

it.each([
  'requests',
  'requests | summarize count() by bin(timestamp, 1m)',
  'requests | where name == "timestamp"',
  '// where timestamp > 1\nrequests',
])('finds none in %s', (query) => {
  expect(restrictsTime(query)).toBe(false)
})

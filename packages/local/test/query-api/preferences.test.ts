import { expect, it } from '@jest/globals'
import { parsePreferences } from '../../src/query-api/preferences'

it('reads what the clients of Azure send', () => {
  expect(parsePreferences('wait=60,include-statistics=true,include-render=true')).toEqual({
    timeoutMs: 60_000,
    includesStatistics: true,
    includesRender: true,
    includesAzmon: false,
    writesDynamicAsJson: false,
    maxRows: undefined,
  })
})

it('reads spaces, semicolons and upper case, and its own preferences', () => {
  const { timeoutMs, includesAzmon, maxRows } = parsePreferences('Wait = 5 ; Include-Azmon=TRUE, max-rows=100')
  expect({ timeoutMs, includesAzmon, maxRows }).toEqual({ timeoutMs: 5_000, includesAzmon: true, maxRows: 100 })
})

it('waits for ten minutes at most', () => {
  expect(parsePreferences('wait=100000').timeoutMs).toBe(600_000)
})

it.each([undefined, '', 'wait=soon', 'wait=0', 'wait=-1', 'wait', 'max-rows=1e3', '=,;=', 'include-render'])(
  'ignores %p',
  (header) => {
    expect(parsePreferences(header)).toEqual({
      timeoutMs: undefined,
      includesStatistics: false,
      includesRender: false,
      includesAzmon: false,
      writesDynamicAsJson: false,
      maxRows: undefined,
    })
  },
)

import { expect, it } from '@jest/globals'
import { LocalError } from '../../src'
import { parseChecks } from '../../src/checks/parse-checks'

const parse = (...checks: readonly unknown[]) => parseChecks(JSON.stringify(checks))

it('fires at any row by default, and accepts queries of several lines', () => {
  expect(parse({ name: 'a', query: ['requests', '', '| take 1'], window: '15m' })).toEqual([
    { name: 'a', query: 'requests\n\n| take 1', windowMs: 900_000, threshold: 0, operator: '>' },
  ])
})

it.each([
  ['90s', 90_000],
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['2d', 172_800_000],
  ['PT15M', 900_000],
  ['P1D', 86_400_000],
])('the window %s has %d ms', (window, windowMs) => {
  expect(parse({ name: 'a', query: 'requests', window })).toMatchObject([{ windowMs }])
})

const good = { name: 'a', query: 'requests', window: '15m' }

it.each<[readonly unknown[], string]>([
  [[good, 7], '[1] must be an object, got a number.'],
  [[{ ...good, name: undefined }], '[0].name must be a string, got nothing.'],
  [[{ ...good, name: ' ' }], '[0].name must not be empty.'],
  [[good, good], '[1].name must be different from [0].name.'],
  [[{ ...good, query: null }], '[0].query must be a string, got null.'],
  [[{ ...good, query: ['requests', 7] }], '[0].query[1] must be a string, got a number.'],
  [[{ ...good, window: 15 }], '[0].window must be a string such as 15m, 1h or 2d, got a number.'],
  [[{ ...good, window: '15' }], '[0].window must be a time such as 15m, 1h, 2d or PT15M, got "15".'],
  [[{ ...good, window: '0m' }], '[0].window must be a time such as 15m, 1h, 2d or PT15M, got "0m".'],
  [[{ ...good, window: 'P' }], '[0].window must be a time such as 15m, 1h, 2d or PT15M, got "P".'],
  [[{ ...good, threshold: '5' }], '[0].threshold must be a number, got a string.'],
  [[{ ...good, threshold: -1 }], '[0].threshold must be at least 0, got -1.'],
  [[{ ...good, operator: '=' }], '[0].operator must be one of > >= < <= ==, got "=".'],
  [
    [{ ...good, treshold: 5 }],
    '[0]["treshold"] is unknown. The properties are name, query, window, threshold, operator.',
  ],
])('names the path of the wrong value in %j', (checks, message) => {
  expect(() => parse(...checks)).toThrow(new LocalError('AZMON_LOCAL_OPTION', message))
})

it.each([
  ['{}', '$ must be an array of checks, got an object.'],
  ['[', /^The file is not JSON: .*\.$/],
])('refuses %s', (json, message) => {
  expect(() => parseChecks(json)).toThrow(message)
})

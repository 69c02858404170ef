import { expect, it } from '@jest/globals'
import { queryErrorLines } from '../../../src/cli/query/query-error'

function anError(line: number, column: number, length: number) {
  return Object.assign(new Error('Unknown column mesage.'), { name: 'KqlError', line, column, length })
}

it('marks the place in the query', () => {
  expect(queryErrorLines(anError(1, 16, 6), 'traces | where mesage == 1')).toEqual([
    'Unknown column mesage.',
    '  traces | where mesage == 1',
    '                 ^^^^^^',
  ])
})

it('names the line of a query with several, and aligns after tabs and wide characters', () => {
  expect(queryErrorLines(anError(2, 17, 6), "traces\n|\twhere '注文' == mesage\n| take 1")).toEqual([
    'line 2: Unknown column mesage.',
    "  | where '注文' == mesage",
    `${' '.repeat(20)}^^^^^^`,
  ])
})

it('marks only as much as there is on the line, and the end of a query that is too short', () => {
  expect(queryErrorLines(anError(1, 8, 500), 'traces |')[2]).toBe('         ^')
  expect(queryErrorLines(anError(1, 9, 1), 'traces |')[2]).toBe('          ^')
})

it('shows the part of a long line around the place', () => {
  const query = `traces | where message == "${'a'.repeat(200)}" and mesage == 1 and message == "${'b'.repeat(200)}"`
  const [, shown = '', carets = ''] = queryErrorLines(anError(1, query.indexOf('mesage ') + 1, 6), query, 60)
  expect(shown.length).toBeLessThanOrEqual(60)
  expect(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('mesage')
})

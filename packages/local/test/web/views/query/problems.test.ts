import { statements } from '@azmon/kql/editor'
import { expect, it } from '@jest/globals'
import { QueryError } from '../../../../web/src/query/client'
import { placeOf, problemOfRun, problemsOf } from '../../../../web/src/views/query/problems'
import { queryIndexAt } from '../../../../web/src/views/query/query-index-at'

const TEXT = 'print 1\n\n  requests\n| where durration > 1\n'
const queries = statements(TEXT)

it('finds a mistake at its place in the whole text', () => {
  const [problem] = queries.flatMap(problemsOf)

  expect(problem).toMatchObject({ isError: true, message: expect.stringContaining('duration') })
  expect(TEXT.slice(problem!.start, problem!.end)).toBe('durration')
  expect(placeOf(TEXT, problem!.start)).toBe('Line 4, column 9')
})

it('finds the mistake that a service names, if the query is still there', () => {
  const text = queries[1]!.text.trim()
  const failed = { text, error: new QueryError('No.', 'X', { line: 2, pos: 8, length: 9 }) }
  const problem = problemOfRun(failed, queries)

  expect(TEXT.slice(problem!.start, problem!.end)).toBe('durration')
  expect(problemOfRun(failed, statements('print 2'))).toBeUndefined()
})

it('reports warnings that are no errors', () => {
  const [problem] = statements('requests | join (traces) on operation_Id').flatMap(problemsOf)

  expect(problem).toMatchObject({ isError: false, message: expect.stringContaining('kind=inner') })
})

it('chooses the query at the cursor, or else the one before it', () => {
  const indexes = [0, 7, 8, 12, TEXT.length].map((cursor) => queryIndexAt(queries, cursor))

  expect(indexes).toEqual([0, 0, 0, 1, 1])
  expect(queryIndexAt([], 0)).toBe(-1)
})

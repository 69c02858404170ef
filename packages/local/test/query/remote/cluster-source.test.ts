import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { openSource, type QuerySource } from '../../../src'
import { type Cloud, startCloud } from '../a-cloud'

let cloud: Cloud
let source: QuerySource

beforeAll(async () => {
  cloud = await startCloud()
  const credential = { getToken: async () => ({ token: 'abc', expiresOnTimestamp: Date.now() + 3_600_000 }) }
  source = openSource('https://c.kusto.windows.net/Samples', { credential, fetch: cloud.fetch })
})

afterAll(async () => cloud[Symbol.asyncDispose]())

const COLUMNS = [
  { ColumnName: 'at', ColumnType: 'datetime' },
  { ColumnName: 'd', ColumnType: 'dynamic' },
]

/** The frames of version 2 of the API. */
function frames(rows: readonly unknown[], end: object = {}, visualization = '{"Visualization":null}') {
  return [
    { FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0' },
    {
      FrameType: 'DataTable',
      TableKind: 'QueryProperties',
      TableName: '@ExtendedProperties',
      Columns: [],
      Rows: [[0, 'Visualization', visualization]],
    },
    { FrameType: 'DataTable', TableKind: 'PrimaryResult', TableName: 'PrimaryResult', Columns: COLUMNS, Rows: rows },
    { FrameType: 'DataTable', TableKind: 'QueryCompletionInformation', Columns: [], Rows: [] },
    { FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false, ...end },
  ]
}

it('sends the query, its database, time range and limits', async () => {
  cloud.replies({ body: frames([]) })
  await source.query({ text: 'traces', timeRange: { fromMs: 0, toMs: 1_000 }, maxRows: 10, timeoutMs: 90_000 })
  expect(cloud.requests.at(-1)).toMatchObject({
    url: 'https://c.kusto.windows.net/v2/rest/query',
    headers: { authorization: 'Bearer abc', 'x-ms-app': 'azmon' },
    body: {
      db: 'Samples',
      csl: 'traces',
      properties: {
        Options: {
          servertimeout: '00:01:30.000',
          truncationmaxrecords: 11,
          query_datetimescope_column: 'timestamp',
          query_datetimescope_from: '1970-01-01T00:00:00.000Z',
          query_datetimescope_to: '1970-01-01T00:00:01.000Z',
        },
      },
    },
  })
})

it('returns rows with the values of every source, and the render instruction', async () => {
  const visualization = '{"Visualization":"barchart","Title":"By day","XColumn":null,"YColumns":["a","b"]}'
  const values = [{ a: 1 }, '1', 1]
  cloud.replies({
    body: frames(
      values.map((value) => ['2020-01-02T03:04:05.6Z', value]),
      {},
      visualization,
    ),
  })
  const { columns, rows, render } = await source.query({ text: 'x' })
  expect(columns).toEqual([
    { name: 'at', type: 'datetime' },
    { name: 'd', type: 'dynamic' },
  ])
  expect(rows).toEqual(values.map((value) => ['2020-01-02T03:04:05.6000000Z', value]))
  expect(render).toEqual({ kind: 'barchart', properties: { title: 'By day', ycolumns: 'a,b' } })
})

const LIMIT = { code: 'LimitsExceeded', message: 'limits exceeded', '@message': 'E_QUERY_RESULT_SET_TOO_LARGE' }
const MEMORY = { code: 'Internal', message: 'failed', '@message': 'The query ran out of memory.' }

it('marks a result that the service has cut', async () => {
  const row = ['2020-01-02T03:04:05Z', null]
  cloud.replies({ body: frames([row, { OneApiErrors: [{ error: LIMIT }] }], { HasErrors: true }) })
  expect(await source.query({ text: 'x' })).toMatchObject({
    rows: [['2020-01-02T03:04:05.0000000Z', null]],
    isTruncated: true,
  })
})

it('throws an error that comes with status 200', async () => {
  cloud.replies({ body: frames([], { HasErrors: true, OneApiErrors: [{ error: MEMORY }] }) })
  await expect(source.query({ text: 'x' })).rejects.toMatchObject({
    code: 'AZMON_LOCAL_QUERY_FAILED',
    message: expect.stringContaining('The query ran out of memory.'),
  })
})

it('throws the error of a wrong query, with its place', async () => {
  const error = {
    code: 'BadRequest_SyntaxError',
    message: 'Request is invalid and cannot be executed.',
    '@type': 'Kusto.Data.Exceptions.SyntaxException',
    '@message': "Syntax error: SYN0002: A recognition error occurred. [line:position=1:7]. Query: 'traces wher'",
    '@permanent': true,
  }
  cloud.replies({ status: 400, body: { error } })
  await expect(source.query({ text: 'traces wher' })).rejects.toMatchObject({
    name: 'KqlError',
    code: 'SYNTAX',
    line: 1,
    column: 8,
  })
})

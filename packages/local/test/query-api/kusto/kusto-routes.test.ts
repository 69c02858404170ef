import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../../src'
import { openSource } from '../../../src/query/open-source'
import { anEnvelope, postEnvelopes } from '../../an-envelope'
import { ask } from '../a-client'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await postEnvelopes(local.url, [anEnvelope('MessageData', { message: 'hello', properties: { a: '1' } })])
})

afterAll(() => local.close())

interface Frame {
  readonly FrameType: string
  readonly TableKind?: string
  readonly Columns?: readonly { ColumnName: string; ColumnType: string; DataType?: string }[]
  readonly Rows?: readonly (readonly unknown[])[]
}

function query(csl: string, properties?: unknown, headers = {}) {
  return ask(local.url, '/v2/rest/query', { db: 'any', csl, properties }, headers)
}

async function framesOf(csl: string, properties?: unknown): Promise<readonly Frame[]> {
  return (await query(csl, properties)).body as readonly Frame[]
}

async function rowsOf(csl: string, properties?: unknown) {
  return (await framesOf(csl, properties)).find(({ TableKind }) => TableKind === 'PrimaryResult')?.Rows
}

async function tablesOf(path: string, csl: string, properties?: unknown) {
  const { body } = await ask(local.url, path, { db: 'any', csl, properties })
  return (body as { Tables: readonly (Frame & { TableName: string })[] }).Tables
}

function showRows(csl: string) {
  return tablesOf('/v1/rest/mgmt', csl).then(([table]) => table?.Rows)
}

it('tells clients where they would get a token', async () => {
  const AzureAD = expect.objectContaining({
    LoginEndpoint: expect.any(String),
    KustoServiceResourceId: expect.any(String),
  })
  expect(await ask(local.url, '/v1/rest/auth/metadata')).toEqual({ status: 200, body: { AzureAD } })
})

describe('version 2', () => {
  it('answers in frames', async () => {
    const frames = await framesOf('traces | project message, customDimensions | render table')
    expect(frames.map(({ FrameType, TableKind }) => [FrameType, TableKind])).toEqual([
      ['DataSetHeader', undefined],
      ['DataTable', 'QueryProperties'],
      ['DataTable', 'PrimaryResult'],
      ['DataTable', 'QueryCompletionInformation'],
      ['DataSetCompletion', undefined],
    ])
    expect(frames[0]).toEqual({ FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0' })
    expect(frames[2]).toEqual({
      FrameType: 'DataTable',
      TableId: 1,
      TableKind: 'PrimaryResult',
      TableName: 'PrimaryResult',
      Columns: [
        { ColumnName: 'message', ColumnType: 'string' },
        { ColumnName: 'customDimensions', ColumnType: 'dynamic' },
      ],
      Rows: [['hello', { a: '1' }]],
    })
    expect(frames[4]).toEqual({ FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false })
  })

  it('says how to draw the rows', async () => {
    const [, properties] = await framesOf('print a = 1 | render barchart with (title="A", ymin=0)')
    const [row] = properties?.Rows ?? []
    expect(row?.slice(0, 2)).toEqual([1, 'Visualization'])
    expect(JSON.parse(String(row?.[2]))).toMatchObject({ Visualization: 'barchart', Title: 'A', Ymin: 0, Ymax: 'NaN' })
    const [, without] = await framesOf('print a = 1')
    expect(JSON.parse(String(without?.Rows?.[0]?.[2]))).toMatchObject({ Visualization: null, Title: null })
  })

  it.each([
    ['print dynamic([1, {"a": null}]), dynamic("b"), dynamic(null)', [[1, { a: null }], 'b', null]],
    ['print 9007199254740993, real(nan), decimal(0.1)', [9007199254740992, 'NaN', '0.1']],
    ['print datetime(2026-01-02T03:04:05.6789012Z), 1d', ['2026-01-02T03:04:05.6789012Z', '1.00:00:00']],
    ['print true, int(null), ""', [true, null, '']],
  ])('returns the values of %s as the service does', async (csl, values) => {
    expect(await rowsOf(csl)).toEqual([values])
  })

  it('gives values to parameters', async () => {
    const csl = 'declare query_parameters(x: long, s: string); print x + 1, s'
    expect(await rowsOf(csl, { Parameters: { x: 1, s: '"a"' } })).toEqual([[2, 'a']])
    expect(await rowsOf(csl, JSON.stringify({ Parameters: { x: '1', s: 'b' } }))).toEqual([[2, 'b']])
  })

  it('stops at the time limit of the client', async () => {
    const endless =
      'range i from 1 to 100000 step 1 | extend k = 1 | join kind=inner (range j from 1 to 100000 step 1 | extend k = 1) on k | count'
    expect(await query(endless, { Options: { servertimeout: '00:00:00.200' } })).toMatchObject({
      status: 504,
      body: { error: { code: 'General_GatewayTimeout', '@message': expect.stringContaining('200 ms') } },
    })
  })

  it('reads only rows of the time range of the client', async () => {
    const scope = (from: string, to: string) => ({
      Options: { query_datetimescope_column: 'timestamp', query_datetimescope_from: from, query_datetimescope_to: to },
    })
    expect(await rowsOf('traces | count', scope('2020-01-01', '2020-01-02'))).toEqual([[0]])
    expect(await rowsOf('traces | count', scope('2020-01-01', '2999-01-01'))).toEqual([[1]])
  })

  it('ends a truncated result with an error', async () => {
    const frames = await framesOf('range i from 1 to 3 step 1', { Options: { truncationmaxrecords: 2 } })
    expect(frames[2]).toMatchObject({ Rows: [[1], [2]] })
    expect(frames[4]).toMatchObject({
      HasErrors: true,
      OneApiErrors: [{ error: { code: 'LimitsExceeded', '@message': expect.stringContaining('80DA0003') } }],
    })
    expect(await framesOf('set query_take_max_records=2; range i from 1 to 3 step 1')).toMatchObject({
      2: { Rows: [[1], [2]] },
      4: { HasErrors: false },
    })
  })

  it('answers a wrong query with 400, the reason and its place', async () => {
    expect(
      await query('traces\n| where mesage == 1', undefined, { 'x-ms-client-request-id': 'KNC.execute;1' }),
    ).toEqual({
      status: 400,
      body: {
        error: {
          code: 'General_BadRequest',
          message: 'Request is invalid and cannot be executed.',
          '@type': 'Kusto.Data.Exceptions.KustoBadRequestException',
          '@message': expect.stringMatching(/^Semantic error: .*mesage.* \[line:position=2:8\]$/),
          '@permanent': true,
          '@context': { clientRequestId: 'KNC.execute;1', activityId: expect.any(String) },
          innererror: expect.objectContaining({ code: 'UNKNOWN_COLUMN', line: 2, pos: 8, length: 6 }),
        },
      },
    })
  })
})

describe('version 1', () => {
  it('answers with a table of contents at the end', async () => {
    const tables = await tablesOf('/v1/rest/query', 'traces | project message, n = 1 | render barchart')
    expect(tables.map(({ TableName }) => TableName)).toEqual(['Table_0', 'Table_1', 'Table_2', 'Table_3'])
    expect(tables[0]).toMatchObject({
      Columns: [
        { ColumnName: 'message', DataType: 'String', ColumnType: 'string' },
        { ColumnName: 'n', DataType: 'Int64', ColumnType: 'long' },
      ],
      Rows: [['hello', 1]],
    })
    expect(JSON.parse(String(tables[1]?.Rows?.[0]?.[0]))).toMatchObject({ Visualization: 'barchart' })
    expect(tables[3]?.Rows?.map((row) => row[1])).toEqual(['QueryResult', 'QueryProperties', 'QueryStatus'])
  })

  it('reports a truncated result', async () => {
    const body = { db: 'any', csl: 'set truncationmaxrecords=1; range i from 1 to 3 step 1' }
    expect(await ask(local.url, '/v1/rest/query', body)).toMatchObject({
      status: 200,
      body: { Exceptions: [expect.stringContaining('E_QUERY_RESULT_SET_TOO_LARGE')] },
    })
  })

  it('answers the command with which Grafana checks a cluster', async () => {
    const [table] = await tablesOf('/v1/rest/query', '.show databases schema')
    expect(table?.Rows).toContainEqual(['azmon', 'traces', 'message', 'System.String', false, false, '', ''])
  })
})

describe('commands', () => {
  it.each([
    '.show databases',
    '  .SHOW  databases\n',
    '.show database',
    '.show cluster databases',
    '.show database azmon',
  ])('%s names the database', async (csl) => {
    expect((await showRows(csl))?.map(([name]) => name)).toEqual(['azmon'])
  })

  it.each([
    ['.show version', [['1.0.0.0', null, 'Engine', 'azmon local']]],
    ['.show cluster', [['local', '127.0.0.1', 'azmon local', true]]],
    ['.show functions', []],
    ['.show materialized-views', []],
    ['.show external tables', []],
    ['.show table traces', [['traces', 'azmon', '', '']]],
    ['.show tables | where TableName startswith "AppR" | project TableName', [['AppRequests']]],
    ['.show table ["traces"] cslschema | extend n = strlen(Schema) > 100 | project n', [[true]]],
    ['.show version | project isnull(BuildTime), ServiceType', [[true, 'Engine']]],
  ])('%s', async (csl, rows) => {
    expect(await showRows(csl)).toEqual(rows)
  })

  it('.show tables names all tables', async () => {
    expect(await showRows('.show tables')).toEqual(
      expect.arrayContaining([
        ['requests', 'azmon', '', ''],
        ['AppRequests', 'azmon', '', ''],
      ]),
    )
  })

  it.each(['.show databases schema as json', '.show database azmon schema as json', '.show schema as json'])(
    '%s describes all columns',
    async (csl) => {
      const [[json] = []] = (await showRows(csl)) ?? []
      const { Databases } = JSON.parse(String(json))
      expect(Databases.azmon.Tables.requests.OrderedColumns).toContainEqual({
        Name: 'duration',
        Type: 'System.Double',
        CslType: 'real',
        DocString: '',
      })
    },
  )

  it('.show table T schema as json describes one table', async () => {
    const [[name, json] = []] = (await showRows('.show table AppTraces schema as json')) ?? []
    expect([name, JSON.parse(String(json)).OrderedColumns[0].Name]).toEqual(['AppTraces', 'TimeGenerated'])
  })

  it.each([
    ['.show queries', /Unknown command or table: .show queries. Known are/],
    ['.drop table traces', /Unknown command/],
    ['.show table nowhere', /Unknown command or table/],
    ['.show tables | wher 1', /Syntax error|Semantic error/],
    ['print 1', /must begin with a dot/],
  ])('%s is refused', async (csl, message) => {
    expect(await ask(local.url, '/v1/rest/mgmt', { db: 'any', csl })).toMatchObject({
      status: 400,
      body: { error: { code: 'General_BadRequest', '@message': expect.stringMatching(message) } },
    })
  })
})

it('can be asked by another azmon local', async () => {
  const source = openSource(new URL('azmon', local.url).href)
  const { rows, render } = await source.query({ text: 'traces | project message, customDimensions | render piechart' })
  expect({ rows, render: render?.kind }).toEqual({ rows: [['hello', { a: '1' }]], render: 'piechart' })
  expect(await source.query({ text: 'range i from 1 to 5 step 1', maxRows: 2 })).toMatchObject({ isTruncated: true })
  await expect(source.query({ text: 'traces\n| where mesage == 1' })).rejects.toMatchObject({
    ...{ name: 'KqlError', code: 'UNKNOWN_COLUMN', line: 2, column: 9 },
  })
})

it.each([
  ['no JSON', '{', /must be JSON/],
  ['an array', '[]', /must be a JSON object/],
  ['no query', '{}', /csl must be/],
  ['properties that are no object', '{"csl":"print 1","properties":"{"}', /properties must be/],
  ['options that are no object', '{"csl":"print 1","properties":{"Options":[]}}', /properties must be/],
  ['parameters that are no object', '{"csl":"print 1","properties":{"Parameters":5}}', /properties must be/],
  [
    'a wrong time range',
    '{"csl":"print 1","properties":{"Options":{"query_datetimescope_from":"a","query_datetimescope_to":"b"}}}',
    /query_datetimescope_from/,
  ],
])('rejects a body with %s', async (_, body, message) => {
  expect(await ask(local.url, '/v2/rest/query', body)).toMatchObject({
    status: 400,
    body: { error: { code: 'General_BadRequest', '@message': expect.stringMatching(message) } },
  })
})

it.each(['{"toString":1,"valueOf":1}', `${'['.repeat(50_000)}${']'.repeat(50_000)}`])(
  'ignores an option whose value has no string form',
  async (value) => {
    const body = `{"csl":"print 1","properties":{"Options":{"other":${value}}}}`
    expect(await ask(local.url, '/v2/rest/query', body)).toMatchObject({ status: 200 })
  },
)

it('needs the token if there is one, except for the metadata', async () => {
  await using guarded = await startLocal({ port: 0, token: 'a-token-of-a-test' })
  const body = { db: 'any', csl: 'print 1' }
  expect(await ask(guarded.url, '/v1/rest/auth/metadata')).toMatchObject({ status: 200 })
  expect(await ask(guarded.url, '/v2/rest/query', body, { authorization: 'Bearer any' })).toMatchObject({ status: 401 })
  expect(await ask(guarded.url, '/v2/rest/query', body, { authorization: 'Bearer a-token-of-a-test' })).toMatchObject({
    status: 200,
  })
})

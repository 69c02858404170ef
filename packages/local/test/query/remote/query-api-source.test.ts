import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { openSource, type QuerySource } from '../../../src'
import { anAnswer, type Cloud, startCloud } from '../a-cloud'

let cloud: Cloud
let source: QuerySource

beforeAll(async () => {
  cloud = await startCloud()
  source = openSource('appinsights:1234', { apiKey: 'key', fetch: cloud.fetch })
})

afterAll(async () => cloud[Symbol.asyncDispose]())

it('sends the query, its time range and its time limit', async () => {
  cloud.replies({ body: anAnswer([['n', 'long']]) })
  await source.query({ text: 'traces', timeRange: { fromMs: 0, toMs: 60_000 }, timeoutMs: 10_000 })
  expect(cloud.requests.at(-1)).toMatchObject({
    headers: { prefer: 'wait=10,include-render=true' },
    body: { query: 'traces', timespan: '1970-01-01T00:00:00.000Z/1970-01-01T00:01:00.000Z' },
  })
})

it('converts the values of the service to those of every source', async () => {
  cloud.replies({
    body:
      '{"tables":[{"name":"PrimaryResult","columns":[{"name":"at","type":"datetime"},{"name":"n","type":"long"},' +
      '{"name":"s","type":"string"},{"name":"d","type":"dynamic"},{"name":"text","type":"dynamic"},{"name":"ok","type":"bool"}],' +
      '"rows":[["2020-01-02T03:04:05.678Z",9007199254740993,null,"{\\"a\\":12345678901234567}","plain",1],' +
      '["2020-01-02T03:04:05Z",7,"12345678901234567","[1]",null,false]]}]}',
  })
  expect((await source.query({ text: 'traces' })).rows).toEqual([
    ['2020-01-02T03:04:05.6780000Z', '9007199254740993', '', { a: 12345678901234568 }, 'plain', true],
    ['2020-01-02T03:04:05.0000000Z', 7, '12345678901234567', [1], null, false],
  ])
})

it('keeps a dynamic value that is no object or array as a string, because the service does not tell their types', async () => {
  const texts = ['1e5', '12345678901234567890', 'true', '007', 'text']
  cloud.replies({ body: anAnswer([['d', 'dynamic']], ...texts.map((text) => [text])) })
  expect((await source.query({ text: 'traces' })).rows).toEqual(texts.map((text) => [text]))
})

it('returns the render instruction with the properties that the query sets', async () => {
  const render = {
    visualization: 'timechart',
    title: 'Requests',
    xColumn: null,
    ySplit: '',
    isQuerySorted: false,
    yMin: 'NaN',
  }
  cloud.replies({ body: { ...anAnswer([['n', 'long']]), render } })
  expect((await source.query({ text: 'x' })).render).toEqual({ kind: 'timechart', properties: { title: 'Requests' } })
})

it('marks an incomplete result, and says why', async () => {
  const error = {
    code: 'PartialError',
    message: 'There were some errors when processing your query.',
    details: [
      { code: 'EngineError', innererror: { code: '-2133196797', message: 'The result exceeds 500000 records.' } },
    ],
  }
  cloud.replies({ body: { ...anAnswer([['n', 'long']], [1]), error } })
  const { rows, isTruncated, warnings } = await source.query({ text: 'x' })
  expect(rows).toEqual([[1]])
  expect(isTruncated).toBe(true)
  expect(warnings.map(({ message }) => message)).toEqual(['The result exceeds 500000 records.'])
})

const WRONG = { message: 'The request had some invalid properties', code: 'BadArgumentError' }

it.each([
  [
    {
      code: 'SyntaxError',
      message: 'A recognition error occurred in the query.',
      innererror: {
        code: 'SYN0002',
        message: "Query could not be parsed at 'wher' on line [2,2]",
        line: 2,
        pos: 2,
        token: 'wher',
      },
    },
    { code: 'SYNTAX', line: 2, column: 3, span: { start: 9, end: 10 } },
  ],
  [
    {
      code: 'SemanticError',
      message: 'A semantic error occurred.',
      innererror: {
        code: 'SEM0100',
        message: "'where' operator: Failed to resolve column or scalar expression named 'mesage'",
      },
    },
    { code: 'UNKNOWN_COLUMN', line: 1, column: 1 },
  ],
])('throws the error of a wrong query: %j', async (innererror, expected) => {
  cloud.replies({ status: 400, body: { error: { ...WRONG, innererror } } })
  await expect(source.query({ text: 'traces\n| wher x' })).rejects.toMatchObject({
    name: 'KqlError',
    message: innererror.innererror.message,
    ...expected,
  })
})

it.each([
  [401, {}, 'AZMON_LOCAL_SOURCE_ACCESS', 'Monitoring Reader'],
  [
    403,
    { error: { code: 'InsufficientAccessError', message: 'no access' } },
    'AZMON_LOCAL_SOURCE_ACCESS',
    '403: no access',
  ],
  [404, { error: { message: 'The requested path does not exist' } }, 'AZMON_LOCAL_SOURCE_UNKNOWN', 'application id'],
  [400, { error: { code: 'BadArgumentError', message: 'timespan' } }, 'AZMON_LOCAL_QUERY_FAILED', '400: timespan'],
  [429, {}, 'AZMON_LOCAL_SOURCE_BUSY', 'Try again in 30 s'],
  [504, {}, 'AZMON_LOCAL_QUERY_TIMEOUT', 'time range'],
  [500, 'oops', 'AZMON_LOCAL_QUERY_FAILED', 'answered 500'],
  [302, '', 'AZMON_LOCAL_QUERY_FAILED', 'answered 302'],
  [200, '<html>', 'AZMON_LOCAL_QUERY_FAILED', 'did not answer with JSON'],
  [200, { tables: [] }, 'AZMON_LOCAL_QUERY_FAILED', 'returned no table'],
  [200, anAnswer([['x', 'blob']]), 'AZMON_LOCAL_QUERY_FAILED', 'unknown type blob'],
])('explains a response with status %d and %j', async (status, body, code, message) => {
  cloud.replies({ status, body, headers: { 'retry-after': '30', location: 'http://127.0.0.1:1/' } })
  await expect(source.query({ text: 'x' })).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
})

it('stops at its time limit, and when its client has gone', async () => {
  cloud.replies(undefined)
  await expect(source.query({ text: 'x', timeoutMs: 20 })).rejects.toMatchObject({ code: 'AZMON_LOCAL_QUERY_TIMEOUT' })
  await expect(source.query({ text: 'x', signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'AZMON_LOCAL_QUERY_FAILED',
    message: 'The query was cancelled.',
  })
})

it('rejects parameters, which the service would ignore', async () => {
  const query = { text: 'declare query_parameters(a: long = 1); print a', parameters: { a: 2 } }
  await expect(source.query(query)).rejects.toMatchObject({ code: 'AZMON_LOCAL_QUERY_FAILED' })
})

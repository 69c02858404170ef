import { EventEmitter, once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import type { QuerySource } from '../../src/query/query-source'
import { queryRoutes } from '../../src/query-api/query-routes'
import { anEnvelope, postEnvelopes } from '../an-envelope'
import { ask } from './a-client'

const RESOURCE = '/subscriptions/s/resourceGroups/g/providers/microsoft.insights/components/shop'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  const old = new Date(Date.now() - 2 * 3_600_000).toISOString()
  await postEnvelopes(local.url, [
    anEnvelope('MessageData', { message: 'hello', properties: { a: '1' } }),
    anEnvelope('MessageData', { message: 'earlier' }, { time: old }),
  ])
})

afterAll(() => local.close())

function query(text: string, prefer = '') {
  return ask(local.url, '/v1/apps/any/query', { query: text }, { prefer })
}

/** The rows of a response. */
function rowsOf({ body }: { body: unknown }): unknown {
  return (body as { tables?: { rows: unknown }[] }).tables?.[0]?.rows
}

describe('a query', () => {
  it('is answered as by Application Insights, with dynamic values as strings', async () => {
    expect(await query('traces | where message == "hello" | project message, customDimensions')).toEqual({
      status: 200,
      body: {
        tables: [
          {
            name: 'PrimaryResult',
            columns: [
              { name: 'message', type: 'string' },
              { name: 'customDimensions', type: 'dynamic' },
            ],
            rows: [['hello', '{"a":"1"}']],
          },
        ],
      },
    })
  })

  const paths = [
    '/apps/any/query',
    '/workspaces/00000000-0000-4000-8000-000000000000/query',
    '/workspaces/any/search',
    `${RESOURCE}/query`,
    `/${RESOURCE}/query`,
    '//workspaces//any/query/',
    '/Workspaces/Any/Query?api-version=1',
  ]
  it.each(paths.flatMap((path) => [path, `/v1${path}`]))('is answered at POST %s', async (path) => {
    const response = await ask(local.url, path, { query: 'AppTraces | count' })
    expect({ status: response.status, rows: rowsOf(response) }).toEqual({ status: 200, rows: [[2]] })
  })

  it.each(['/apps/any/query', '/v1/workspaces/any/query', `/v1/${RESOURCE}/query`])(
    'is answered at GET %s',
    async (path) => {
      const parameters = new URLSearchParams({ query: 'traces | project message', timespan: 'PT1H' })
      expect(rowsOf(await ask(local.url, `${path}?${parameters}`))).toEqual([['hello']])
    },
  )

  it('reads only rows of its timespan', async () => {
    const count = async (body: object) =>
      rowsOf(await ask(local.url, '/v1/apps/any/query', { query: 'traces | count', ...body }))
    const [dayAgo, hourAgo] = [24, 1].map((hours) => new Date(Date.now() - hours * 3_600_000).toISOString())
    expect(await count({})).toEqual([[2]])
    expect(await count({ timespan: null })).toEqual([[2]])
    expect(await count({ timespan: 'PT1H' })).toEqual([[1]])
    expect(await count({ timespan: `${dayAgo}/${hourAgo}` })).toEqual([[1]])
    expect(await count({ query_datetimescope_from: dayAgo, query_datetimescope_to: hourAgo })).toEqual([[1]])
  })

  it.each([
    ['print real(nan), real(+inf), real(-inf)', ['NaN', 'Infinity', '-Infinity']],
    ['print datetime(2026-01-02T03:04:05.6789012Z), 1d + 2h', ['2026-01-02T03:04:05.6789012Z', '1.02:00:00']],
    ['print dynamic([1, {"a": null}]), dynamic(1), dynamic(true)', ['[1,{"a":null}]', '1', 'true']],
    ['print parse_json(\'{"a":"b"}\').a, dynamic(null)', ['b', null]],
    ['print 1, true, 1.5, decimal(0.10), ""', [1, true, 1.5, '0.1', '']],
    ['print guid(74be27de-1e4e-49d9-b579-fe0b331d3642), int(null), bool(null)', [expect.any(String), null, null]],
  ])('returns the values of %s as the service does', async (text, values) => {
    expect(rowsOf(await query(text))).toEqual([values])
  })

  it('returns a long beyond 2^53 as a number', async () => {
    const response = await fetch(new URL('v1/apps/any/query', local.url), {
      method: 'POST',
      body: JSON.stringify({ query: 'print 9223372036854775807, "a"' }),
    })
    expect(await response.text()).toContain('"rows":[[9223372036854775807,"a"]]')
  })
})

describe('Prefer', () => {
  const chart = 'traces | summarize n = count() by message | sort by n | render barchart with (title="Logs", ymin=0)'

  it('asks for statistics and for how to draw the rows', async () => {
    const { body } = await query(chart, 'include-statistics=true,include-render=true')
    expect(body).toMatchObject({
      statistics: { query: { executionTime: expect.any(Number), datasetStatistics: [{ tableRowCount: 2 }] } },
      render: { visualization: 'barchart', title: 'Logs', isQuerySorted: true, yMin: 0, yMax: 'NaN', xColumn: null },
    })
  })

  it('asks for warnings, truncation and time, for tools of azmon', async () => {
    const { body } = await query('traces | join traces on message | count', 'include-azmon=true')
    expect(body).toMatchObject({
      azmon: {
        elapsedMs: expect.any(Number),
        isTruncated: false,
        isSorted: false,
        render: null,
        warnings: [{ message: expect.any(String), start: 9, end: expect.any(Number) }],
      },
    })
  })

  it('limits the rows, and the error beside the rows says so', async () => {
    const response = await query('range i from 1 to 5 step 1', 'max-rows=2,include-azmon=true')
    expect(rowsOf(response)).toEqual([[1], [2]])
    expect(response).toMatchObject({
      status: 200,
      body: {
        azmon: { isTruncated: true },
        error: {
          code: 'PartialError',
          details: [{ innererror: { message: expect.stringContaining('E_QUERY_RESULT_SET_TOO_LARGE') } }],
        },
      },
    })
  })

  it('limits the time', async () => {
    const endless =
      'range i from 1 to 100000 step 1 | extend k = 1 | join kind=inner (range j from 1 to 100000 step 1 | extend k = 1) on k | count'
    expect(await query(endless, 'wait=1')).toMatchObject({
      status: 504,
      body: { error: { code: 'GatewayTimeout', innererror: { code: 'AZMON_LOCAL_QUERY_TIMEOUT' } } },
    })
  })

  it('asks for nothing by default', async () => {
    expect(Object.keys((await query(chart)).body as object)).toEqual(['tables'])
  })
})

describe('a wrong query', () => {
  it('is answered with 400, the reason and its place', async () => {
    expect(await query('traces\n| where mesage == 1')).toEqual({
      status: 400,
      body: {
        error: {
          code: 'BadArgumentError',
          message: 'The request had some invalid properties',
          innererror: {
            code: 'SemanticError',
            message: 'A semantic error occurred.',
            innererror: {
              code: 'UNKNOWN_COLUMN',
              message: expect.stringContaining('mesage'),
              ...{ line: 2, pos: 8, length: 6 },
            },
          },
        },
      },
    })
  })

  it('says whether it can be read at all', async () => {
    expect(await query('completely invalid syntax')).toMatchObject({
      status: 400,
      body: { error: { innererror: { code: 'SyntaxError', innererror: { line: 1, pos: 11 } } } },
    })
  })

  it.each([
    ['no JSON', '{', /must be JSON/],
    ['an array', '[]', /must be a JSON object/],
    ['null', 'null', /must be a JSON object/],
    ['no query', '{}', /query must be/],
    ['an empty query', '{"query":" "}', /query must be/],
    ['a number', '{"query":1}', /query must be/],
    ['a wrong timespan', '{"query":"print 1","timespan":"1h"}', /timespan must be/],
    ['a timespan that is not a string', '{"query":"print 1","timespan":5}', /timespan must be/],
    ['a query that is too long', JSON.stringify({ query: `print "${'a'.repeat(70_000)}"` }), /65536 characters/],
  ])('with %s is answered with 400', async (_, body, message) => {
    const response = await ask(local.url, '/v1/apps/any/query', body)
    expect(response).toMatchObject({ status: 400, body: { error: { code: 'BadArgumentError' } } })
    expect(JSON.stringify(response.body)).toMatch(message)
  })

  it('of more than 1 MiB is answered with 413', async () => {
    const response = await ask(local.url, '/v1/apps/any/query', ' '.repeat(1024 * 1024 + 1))
    expect(response).toMatchObject({ status: 413, body: { error: { code: 'RequestEntityTooLarge' } } })
  })
})

it('stops a query whose client has gone', async () => {
  const asked = new EventEmitter()
  const endless: QuerySource = {
    name: 'endless',
    query: ({ signal }) => {
      asked.emit('query', signal)
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    },
  }
  const server = createServer(getRequestListener(queryRoutes(endless).fetch)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = request({ method: 'POST', host: '127.0.0.1', port, path: '/v1/apps/any/query' })
  client.on('error', () => undefined).end('{"query":"print 1"}')
  const [signal] = await once(asked, 'query')
  client.destroy()
  await once(signal, 'abort')
  server.close()
})

describe('safety', () => {
  it.each([
    ['POST', { origin: 'http://evil.example' }],
    ['POST', { 'sec-fetch-site': 'cross-site' }],
    ['GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['GET', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }],
    ['GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('refuses a %s from a page of another origin with %j', async (method, headers) => {
    const body = method === 'POST' ? { query: 'print 1' } : undefined
    expect(await ask(local.url, '/v1/apps/any/query?query=print+1', body, headers)).toMatchObject({ status: 403 })
  })

  it('lets people type the address', async () => {
    const headers = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }
    expect(await ask(local.url, '/v1/apps/any/query?query=print+1', undefined, headers)).toMatchObject({ status: 200 })
  })

  it('needs the token if there is one', async () => {
    await using guarded = await startLocal({ port: 0, token: 'a-token-of-a-test' })
    const status = async (authorization: string) =>
      (await ask(guarded.url, '/v1/workspaces/any/query', { query: 'print 1' }, { authorization })).status
    expect([await status('Bearer any'), await status('Bearer a-token-of-a-test')]).toEqual([401, 200])
  })
})

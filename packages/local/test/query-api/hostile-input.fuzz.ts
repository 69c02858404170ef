import { fuzz, jsonLike, short, stringsLike } from '@azmon/testkit/fuzz'
import { afterAll, beforeAll, describe, expect } from '@jest/globals'
import fc from 'fast-check'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { runCommand } from '../../src/query-api/kusto/commands'
import { readKustoRequest } from '../../src/query-api/kusto/read-kusto-request'
import { requestIds } from '../../src/query-api/kusto/request-ids'
import { parsePreferences } from '../../src/query-api/preferences'
import { readQuery } from '../../src/query-api/read-query'
import { parseTimespan } from '../../src/query-api/timespan'
import { aMessage, postEnvelopes } from '../an-envelope'
import { ask } from './a-client'

const queries = [
  'traces | where message has "a" | summarize n = count() by bin(timestamp, 1h) | render timechart with (title="A")',
  'set truncationmaxrecords=1; declare query_parameters(a: long = 5); print a, dynamic([1, {"b": null}]), real(nan)',
  '.show table ["traces"] schema as json | project TableName',
]
const timespan = '2026-01-01T00:00:00.000Z/P1DT2H3M4.5S'
const properties = { Options: { servertimeout: '00:00:01.5', truncationmaxrecords: 5 }, Parameters: { a: '1' } }
const bodies = jsonLike(
  ...queries.map((query) => ({ query, timespan, workspaces: ['w'] })),
  ...queries.map((csl) => ({ db: 'azmon', csl, properties })),
  {
    requests: [{ id: '1', path: '/query', method: 'POST', headers: { prefer: 'wait=1' }, body: { query: 'print 1' } }],
  },
)
const prefer = 'wait=1,include-statistics=true,include-render=true;include-azmon=true, max-rows=5'

describe('the query API', () => {
  fuzz('a timespan', stringsLike(timespan, 'PT1H', 'P1Y2M3W4D/2026-01-01'), (text) => parseTimespan(text, 0))
  fuzz('a Prefer header', stringsLike(prefer), parsePreferences)
  fuzz('a body', bodies, (text) => readQuery(parsed(text), 0))
  fuzz('a body of Azure Data Explorer', bodies, (text) => readKustoRequest(parsed(text), 0))
  fuzz('a command', stringsLike(...queries, '.show databases (a, b) schema details'), runCommand)
  fuzz('the id of a client', stringsLike('KNC.execute;6c623f78-2539-4a18-838c-956c0172ddce'), requestIds)
})

describe('the query API over HTTP', () => {
  let local: LocalApplicationInsights
  beforeAll(async () => {
    local = await startLocal({ port: 0 })
    await postEnvelopes(local.url, [aMessage('a')])
  })
  afterAll(() => local.close())

  const routes = [
    '/v1/apps/a/query',
    '//subscriptions/s/components/c/query',
    '/v1/$batch',
    '/v2/rest/query',
    '/v1/rest/query',
    '/v1/rest/mgmt',
    '/providers/microsoft.resourcegraph/resources',
  ]
  const header = short(stringsLike(prefer)).map((value) => value.replaceAll(/[^\t\x20-\x7e]/g, ''))
  fuzz(
    'a request of any kind',
    fc.record({ path: fc.constantFrom(...routes), body: bodies, prefer: header }),
    ({ path, body, prefer }) => ask(local.url, path, body, { prefer }),
    ({ status, body }) => {
      expect(status).toBeLessThan(status === 504 ? 505 : 500)
      expect(JSON.stringify(body)).not.toMatch(/SELECT |main\.|\.js:\d|\/tmp\/|INTERNAL Error/)
    },
    2_000, // client, server and database in one process
  )
})

// --- helpers ---

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { aMessage, postEnvelopes } from '../an-envelope'
import { ask } from './a-client'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await postEnvelopes(local.url, [aMessage('hello')])
})

afterAll(() => local.close())

/** A request as the clients of Azure send it. */
function aRequest(id: string, query: string, more: object = {}) {
  return { id, body: { query, timespan: 'PT1H' }, path: '/query', method: 'POST', workspace: 'w', ...more }
}

function responsesOf({ body }: { body: unknown }) {
  return (body as { responses: { id: string; status: number; body: Record<string, unknown> }[] }).responses
}

it.each(['/$batch', '/v1/$batch', '//v1//$batch'])('answers all queries of a batch at %s', async (path) => {
  const prefer = { prefer: 'wait=10,include-statistics=true' }
  const requests = [
    aRequest('0', 'AppTraces | project Message'),
    aRequest('1', 'wrong query', { headers: prefer }),
    aRequest('2', 'print 1', { headers: { Prefer: prefer.prefer } }),
    aRequest('3', 'print 1', { path: '/fakePath' }),
    aRequest('4', 'range i from 1 to 3 step 1', { headers: { prefer: 'max-rows=1' } }),
    { id: '5', path: '/query?query=print%201', workspace: 'w' },
  ]
  const response = await ask(local.url, path, { requests })
  expect(response.status).toBe(200)
  expect(responsesOf(response)).toEqual([
    {
      id: '0',
      status: 200,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: { tables: [expect.objectContaining({ rows: [['hello']] })] },
    },
    expect.objectContaining({ id: '1', status: 400, body: { error: expect.anything() } }),
    expect.objectContaining({ id: '2', body: { tables: expect.anything(), statistics: expect.anything() } }),
    expect.objectContaining({ id: '3', status: 404 }),
    expect.objectContaining({ id: '4', body: expect.objectContaining({ error: expect.anything() }) }),
    expect.objectContaining({ id: '5', status: 200 }),
  ])
})

it('answers an empty batch', async () => {
  expect(await ask(local.url, '/v1/$batch', { requests: [] })).toEqual({ status: 200, body: { responses: [] } })
})

describe('a batch is rejected', () => {
  it.each([
    ['without requests', {}],
    ['with null', { requests: [null] }],
    ['that is an array', [aRequest('0', 'print 1')]],
    ['without ids', { requests: [{ ...aRequest('0', 'print 1'), id: undefined }] }],
    ['with equal ids', { requests: [aRequest('0', 'print 1'), aRequest('0', 'print 1')] }],
    [
      'of more than 100 requests',
      { requests: Array.from({ length: 101 }, (_, index) => aRequest(String(index), 'print 1')) },
    ],
  ])('%s', async (_, body) => {
    expect(await ask(local.url, '/v1/$batch', body)).toMatchObject({
      status: 400,
      body: { error: { code: 'BadArgumentError' } },
    })
  })
})

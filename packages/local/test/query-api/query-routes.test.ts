import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { anEnvelope, postEnvelopes } from '../an-envelope'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
  await postEnvelopes(local.url, [anEnvelope('MessageData', { message: 'hello', properties: { a: '1' } })])
})

afterAll(() => local.close())

async function query(text: string) {
  const response = await fetch(new URL('v1/apps/any/query', local.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text }),
  })
  return { status: response.status, body: await response.json() }
}

it('answers as Application Insights does, with dynamic values as strings', async () => {
  expect(await query('traces | project message, customDimensions')).toEqual({
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

it('answers a wrong query with 400, the reason and its place', async () => {
  const { status, body } = await query('traces | where mesage == 1')
  expect(status).toBe(400)
  expect(body).toMatchObject({
    error: { code: 'BadArgumentError', innererror: { code: 'UNKNOWN_COLUMN', line: 1, pos: 16 } },
  })
})

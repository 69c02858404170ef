import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, type QuerySource, startLocal } from '../../src'
import { LocalError, type LocalErrorCode } from '../../src/errors'
import { aMessage, postEnvelopes } from '../an-envelope'

let other: LocalApplicationInsights
let local: LocalApplicationInsights

beforeAll(async () => {
  other = await startLocal({ port: 0 })
  local = await startLocal({ port: 0, source: other.url })
  await postEnvelopes(other.url, [aMessage('of the other')])
  await postEnvelopes(local.url, [aMessage('of this one')])
})

afterAll(async () => {
  await local.close()
  await other.close()
})

function query(url: string, token: string | undefined): Promise<Response> {
  return fetch(new URL('v1/apps/any/query', url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'traces | project message' }),
  })
}

it('answers the query API from the source, and still stores telemetry', async () => {
  const response = await query(local.url, local.token)
  expect(await response.json()).toMatchObject({ tables: [{ rows: [['of the other']] }] })
  expect(await local.rows('traces')).toMatchObject([{ message: 'of this one' }])
  expect(local.status().source).toEqual({ name: `azmon local at ${new URL(other.url).host}`, isEmbedded: false })
})

it('needs a token, because queries use the credential of the user', async () => {
  expect(local.token).toMatch(/^[0-9a-f]{32}$/)
  expect((await query(local.url, 'wrong-0123456789')).status).toBe(401)
  expect((await postEnvelopes(local.url, [])).status).not.toBe(401)
})

it.each<[LocalErrorCode, number]>([
  ['AZMON_LOCAL_SOURCE_ACCESS', 403],
  ['AZMON_LOCAL_SOURCE_UNREACHABLE', 502],
  ['AZMON_LOCAL_SOURCE_BUSY', 429],
])('passes on that the source fails with %s', async (code, status) => {
  const source: QuerySource = {
    name: 'broken',
    query: async () => {
      throw new LocalError(code, 'Sign in again.')
    },
  }
  await using failing = await startLocal({ port: 0, source })
  const response = await query(failing.url, failing.token)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ error: { innererror: { code, message: 'Sign in again.' } } })
})

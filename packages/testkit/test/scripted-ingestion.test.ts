import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { expect, it } from '@jest/globals'
import { accept, garbage, hang, held, perItem, reset, status, when } from '../src/replies'
import { type ScriptedIngestion, startIngestion } from '../src/scripted-ingestion'
import { TEST_CERTIFICATE_FILE } from '../src/test-certificate'

async function post({ url }: ScriptedIngestion, ...names: readonly string[]) {
  const body = names.map((name) => JSON.stringify({ name })).join('\n')
  const response = await fetch(`${url}/v2.1/track`, { method: 'POST', body })
  return { status: response.status, body: await response.text() }
}

it('accepts items by default, and records requests and items', async () => {
  await using ingestion = await startIngestion()
  expect(JSON.parse((await post(ingestion, 'a', 'b')).body)).toEqual({ itemsReceived: 2, itemsAccepted: 2, errors: [] })
  await ingestion.untilRequested(1)
  await ingestion.untilAccepted(2)
  expect(ingestion.requests).toMatchObject([{ path: '/v2.1/track', items: [{ name: 'a' }, { name: 'b' }] }])
  expect(ingestion.accepted).toEqual([{ name: 'a' }, { name: 'b' }])
})

it('sends scripted replies in order, then the reply to all other requests', async () => {
  await using ingestion = await startIngestion()
  ingestion.script(status(503, 'later', { 'retry-after': '5' }), accept)
  ingestion.always(status(429))
  const replies = [await post(ingestion, 'a'), await post(ingestion, 'b'), await post(ingestion, 'c')]
  expect(replies.map((reply) => reply.status)).toEqual([503, 200, 429])
  expect(ingestion.accepted).toEqual([{ name: 'b' }])
})

it('replies by item', async () => {
  await using ingestion = await startIngestion()
  ingestion.always(perItem((_, index) => (index === 0 ? 200 : 400)))
  const { status: code, body } = await post(ingestion, 'a', 'b')
  expect(code).toBe(206)
  expect(JSON.parse(body)).toMatchObject({ itemsAccepted: 1, errors: [{ index: 1, statusCode: 400 }] })
  expect(ingestion.accepted).toEqual([{ name: 'a' }])
})

it('replies by request', async () => {
  await using ingestion = await startIngestion()
  ingestion.always(when(({ items }) => items.length > 1, status(413)))
  expect((await post(ingestion, 'a', 'b')).status).toBe(413)
  expect((await post(ingestion, 'a')).status).toBe(200)
})

it.each([reset, garbage])('breaks the connection: $kind', async (reply) => {
  await using ingestion = await startIngestion()
  ingestion.always(reply)
  await expect(post(ingestion, 'a')).rejects.toThrow()
  expect(ingestion.requests).toHaveLength(1)
  expect(ingestion.accepted).toEqual([])
})

it('holds a reply until it is released', async () => {
  await using ingestion = await startIngestion()
  const { reply, release } = held()
  ingestion.always(reply)
  const response = post(ingestion, 'a')
  await ingestion.untilRequested(1)
  expect(ingestion.accepted).toEqual([])
  release()
  expect((await response).status).toBe(200)
})

it('never responds, and breaks the connection when it is closed', async () => {
  const ingestion = await startIngestion()
  ingestion.always(hang)
  const broken = expect(post(ingestion, 'a')).rejects.toThrow()
  await ingestion.untilRequested(1)
  await ingestion.close()
  await broken
})

it('serves https with the test certificate', async () => {
  await using ingestion = await startIngestion('https')
  const ca = readFileSync(TEST_CERTIFICATE_FILE)
  const code = await new Promise((resolve, reject) => {
    const sent = request(ingestion.url, { method: 'POST', ca }, ({ statusCode }) => resolve(statusCode))
    sent.on('error', reject).end('{}')
  })
  expect(code).toBe(200)
})

import { once } from 'node:events'
import { createServer, get, request } from 'node:http'
import { beforeEach, describe, expect, it } from '@jest/globals'
import * as undici from 'undici'
import { TrackedServer } from '../tracked-server'

const tracked = new TrackedServer()
let url: string
let stop: () => void

/** Answers `/small` and `/big` with a body, and other requests never. */
beforeEach(async () => {
  const sizes: Readonly<Record<string, number>> = { '/small': 10, '/big': 3_000_000 }
  const server = createServer(({ url: path = '' }, response) => {
    const size = sizes[path]
    if (size !== undefined) response.end('x'.repeat(size))
  })
  url = await tracked.listen(server)
  stop = tracked.tracing.trackOutgoing()
})

const answered = { data: { baseData: { resultCode: '200', success: true, properties: {} } } }

describe('a response that is never read', () => {
  it.each(['/small', '/big'])('is a row without a listener: %s', async (path) => {
    request(`${url}${path}`).end()
    expect(await tracked.dependencies()).toMatchObject([answered])
  })

  it.each<[string, (path: string) => Promise<unknown>]>([
    ['http', (path) => new Promise((resolve) => get(`${url}${path}`, resolve))],
    ['fetch', (path) => fetch(`${url}${path}`)],
    ['undici', (path) => undici.request(`${url}${path}`)],
  ])('is a row at the next flush: %s', async (_, call) => {
    const unread = [await call('/small'), await call('/big')]
    expect(await tracked.dependencies(2)).toMatchObject([answered, answered])
    expect(unread).toHaveLength(2)
  })
})

it('leaves a response alone that is still being read at a flush', async () => {
  const endless = createServer((_, response) => response.write('x')).listen(0, '127.0.0.1')
  await once(endless, 'listening')
  const response = await fetch(`http://127.0.0.1:${Object(endless.address()).port}/`)
  const reader = response.body?.getReader()
  await reader?.read()
  await tracked.tracing.flush()
  expect(tracked.ingestion.accepted).toEqual([])
  await reader?.cancel()
  expect(await tracked.dependencies()).toMatchObject([{ data: { baseData: { success: true } } }])
  endless.closeAllConnections()
  endless.close()
})

describe('a call that is not over', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['the tracing is closed', () => tracked.tracing.close()],
    ['its tracking stops', async () => stop()],
  ])('is a failed row, with what is known, when %s', async (_, end) => {
    const pending = fetch(`${url}/never`).catch(() => {})
    await once(tracked.server!, 'request')
    await end()
    expect(await tracked.dependencies()).toMatchObject([
      { data: { baseData: { resultCode: '0', success: false, properties: { interrupted: 'true' } } } },
    ])
    tracked.server?.closeAllConnections()
    await pending
    expect(tracked.exceptions()).toEqual([])
  })
})

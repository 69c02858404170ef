import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'
import { aMessage, postEnvelopes } from '../an-envelope'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterEach(() => local.reset())

afterAll(() => local.close())

function post(...messages: readonly string[]): Promise<Response> {
  return postEnvelopes(
    local.url,
    messages.map((message) => aMessage(message)),
  )
}

async function stored(): Promise<readonly unknown[]> {
  const { rows } = await local.query('traces | sort by message asc | project message')
  return rows.map(({ message }) => message)
}

describe('faults', () => {
  it.each([
    ['503', 503, '1'],
    ['429:retry-after=7', 429, '7'],
    ['439', 439, '1'],
    ['500', 500, null],
  ])(
    '%s answers %d with the Retry-After that the service would send, and stores nothing',
    async (fault, status, retryAfter) => {
      local.faults(fault)
      const response = await post('a')
      expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter])
      expect(await response.json()).toMatchObject({ itemsAccepted: 0, errors: [{ statusCode: status }] })
      expect(await stored()).toEqual([])
    },
  )

  it('206 rejects some items by index and stores the others', async () => {
    local.faults('206:every=2:429')
    const response = await post('a', 'b', 'c', 'd')
    expect(response.status).toBe(206)
    expect(await response.json()).toMatchObject({
      itemsReceived: 4,
      itemsAccepted: 2,
      errors: [
        { index: 1, statusCode: 429 },
        { index: 3, statusCode: 429 },
      ],
    })
    expect(await stored()).toEqual(['a', 'c'])
  })

  it('drop closes the connection, before or after the items are stored', async () => {
    local.faults('drop:times=1')
    await expect(post('a')).rejects.toThrow()
    expect(await stored()).toEqual([])

    local.faults({ kind: 'drop', isStored: true })
    await expect(post('b')).rejects.toThrow()
    expect(await stored()).toEqual(['b'])
  })

  it('slow stores at once and answers later', async () => {
    local.faults('slow=100ms:times=1')
    const startedMs = performance.now()
    const response = post('a')
    await local.waitFor('traces')
    expect((await response).status).toBe(200)
    expect(performance.now() - startedMs).toBeGreaterThan(95)
  })

  it('replaces earlier faults, and without arguments the endpoint works again', async () => {
    local.faults('503')
    local.faults('500')
    expect((await post('a')).status).toBe(500)
    local.faults()
    expect((await post('a')).status).toBe(200)
  })

  it('does not affect the other routes', async () => {
    local.faults('503', 'drop')
    expect((await fetch(new URL('connection-string', local.url))).status).toBe(200)
  })

  it('throws an error for a wrong fault and keeps the others', async () => {
    local.faults('500')
    expect(() => local.faults('503:soon')).toThrow(expect.objectContaining({ code: 'AZMON_LOCAL_OPTION' }))
    expect((await post('a')).status).toBe(500)
  })
})

it('has faults from the start if an option says so', async () => {
  await using failing = await startLocal({ port: 0, faults: ['503:times=1'] })
  const statuses = [
    await postEnvelopes(failing.url, [aMessage('a')]),
    await postEnvelopes(failing.url, [aMessage('a')]),
  ].map(({ status }) => status)
  expect(statuses).toEqual([503, 200])
})

describe('/api/faults', () => {
  const set = (body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(new URL('api/faults', local.url), { method: 'POST', body, headers })

  it.each(['503:times=2', '"503:times=2"', '["503:times=2"]', '{"kind":"status","statusCode":503,"times":2}'])(
    'sets the faults of %s, and shows what they did',
    async (body) => {
      expect((await set(body)).status).toBe(200)
      expect((await post('a')).status).toBe(503)
      const response = await fetch(new URL('api/faults', local.url))
      expect(await response.json()).toEqual({
        faults: [{ fault: { kind: 'status', statusCode: 503, times: 2 }, applied: 1 }],
      })
    },
  )

  it('clears the faults', async () => {
    await set('503')
    expect((await fetch(new URL('api/faults', local.url), { method: 'DELETE' })).status).toBe(200)
    expect((await post('a')).status).toBe(200)
  })

  it.each(['', '{', '[503]', '503:soon'])('refuses %j', async (body) => {
    const response = await set(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'AZMON_LOCAL_OPTION' } })
  })

  it('refuses pages of other origins', async () => {
    expect((await set('503', { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post('a')).status).toBe(200)
  })
})

/** Posts without a content-length. */
function postFaults(body: string): Promise<Response> {
  const init = { method: 'POST', body: new Blob([body]).stream(), duplex: 'half' }
  return fetch(new URL('api/faults', local.url), init as RequestInit)
}

it('reads a body without a length', async () => {
  expect(await (await postFaults('503')).json()).toMatchObject({ faults: [expect.anything()] })
})

it('rejects a large body', async () => {
  expect((await postFaults(' '.repeat(64 * 1024 + 1))).status).toBe(413)
})

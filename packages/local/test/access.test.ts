import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, type LocalOptions, startLocal } from '../src'
import { aMessage, postEnvelopes } from './an-envelope'

const KEY = 'c0ffee00-2222-4333-8444-555555555555'
const TOKEN = 'a-token-of-a-test'
const CONTAINER = 'host.docker.internal'

const running: LocalApplicationInsights[] = []

async function start(options: LocalOptions): Promise<LocalApplicationInsights> {
  const local = await startLocal({ port: 0, ...options })
  running.push(local)
  return local
}

afterEach(async () => {
  for (const local of running.splice(0)) await local.close()
})

/** Like fetch, which does not allow a program to set the Host. */
async function ask(local: LocalApplicationInsights, path: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request(local.url, { path, headers }, resolve).on('error', reject).end()
  })
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

function keyIn(connectionString: string): string {
  return /^InstrumentationKey=([^;]+)/.exec(connectionString)?.[1] ?? ''
}

describe('with a host', () => {
  it('accepts only items with its key, which is random', async () => {
    const [first, second] = [await start({ host: '127.0.0.1' }), await start({ host: '127.0.0.1' })]
    const iKey = keyIn(first.connectionString)
    expect(keyIn(second.connectionString)).not.toBe(iKey)
    const response = await postEnvelopes(first.url, [aMessage('stranger'), aMessage('known', { iKey })])
    expect(await response.json()).toMatchObject({
      itemsAccepted: 1,
      errors: [{ index: 0, statusCode: 400, message: 'Invalid instrumentation key' }],
    })
  })

  it('shows nothing without its token, which is random', async () => {
    const local = await start({ host: '127.0.0.1' })
    const { token = '' } = local
    expect(token).toHaveLength(32)
    for (const path of ['/', '/connection-string', '/nowhere', '/?token=', `/?token=${'0'.repeat(32)}`]) {
      const { status, body } = await ask(local, path)
      expect({ status, body }).toEqual({
        status: 401,
        body: expect.not.stringContaining(keyIn(local.connectionString)),
      })
    }
    expect((await ask(local, '/', { authorization: `Bearer ${token}` })).status).toBe(200)
    expect((await ask(local, '/', { authorization: `Bearer ${token}0` })).status).toBe(401)
  })

  it('tells SDKs the id of the application without its token', async () => {
    const local = await start({ host: '127.0.0.1' })
    const iKey = keyIn(local.connectionString)
    expect((await ask(local, `/api/profiles/${iKey}/appId`)).body).toBe(iKey)
  })

  it('gives the browser a cookie for the token, and takes the token out of the address', async () => {
    const local = await start({ host: '127.0.0.1', token: TOKEN })
    const { status, headers } = await ask(local, `/?token=${TOKEN}`)
    expect({ status, location: headers.location }).toEqual({ status: 303, location: '/' })
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/)
    expect((await ask(local, '/', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200)
  })

  it('keeps the rest of an address, on this host, when it takes the token out', async () => {
    const local = await start({ host: '127.0.0.1', token: TOKEN })
    const cookie = (await ask(local, `/?token=${TOKEN}`)).headers['set-cookie']?.[0] ?? ''
    const locationFor = async (path: string, headers = {}) => (await ask(local, path, headers)).headers.location
    expect(await locationFor(`/transaction/AbC?token=${TOKEN}&at=1`)).toBe('/transaction/AbC?at=1')
    expect(await locationFor(`//evil.example/?token=${TOKEN}`)).toBe('/evil.example/')
    expect(await locationFor(`/live?token=${TOKEN}`, { cookie: cookie.split(';')[0] })).toBe('/live')
  })

  it('gives each port its own cookie, because browsers send cookies to all ports of a host', async () => {
    const [first, second] = [await start({ token: TOKEN }), await start({ token: `another-${TOKEN}` })]
    const cookies = await Promise.all(
      [first, second].map(async (local) => (await ask(local, `/?token=${local.token}`)).headers['set-cookie']?.[0]),
    )
    const cookie = new Map(cookies.map((each = '') => each.split(';', 1)[0]?.split('=') as [string, string]))
    const header = [...cookie].map((pair) => pair.join('=')).join('; ')
    for (const local of [first, second]) expect((await ask(local, '/', { cookie: header })).status).toBe(200)
  })

  it('can be reached by any address, but by no name that is not allowed', async () => {
    const local = await start({ host: '127.0.0.1', token: TOKEN, allowHosts: [CONTAINER] })
    const statusFor = async (host: string) => (await ask(local, '/', { host, authorization: `Bearer ${TOKEN}` })).status
    expect(await statusFor('192.168.0.7:8080')).toBe(200)
    expect(await statusFor('localhost:8080')).toBe(200) // a port that a container publishes
    expect(await statusFor('[fd00::1]:4380')).toBe(200)
    expect(await statusFor(`${CONTAINER}:4380`)).toBe(200)
    expect(await statusFor('rebound.example')).toBe(421)
  })
})

describe('without a host', () => {
  it('accepts an allowed name, and tells the way back under that name', async () => {
    const local = await start({ allowHosts: [CONTAINER], instrumentationKeys: [KEY] })
    const { status, body } = await ask(local, '/connection-string', { host: `${CONTAINER}:${local.port}` })
    expect({ status, body }).toEqual({ status: 200, body: `${local.connectionStringFor(CONTAINER)}\n` })
    expect(body).toContain(`InstrumentationKey=${KEY};IngestionEndpoint=http://${CONTAINER}:${local.port};`)
    expect((await ask(local, '/', { host: '192.168.0.7' })).status).toBe(421)
  })

  it('accepts only the given keys, in any case', async () => {
    const local = await start({ instrumentationKeys: [KEY] })
    expect((await postEnvelopes(local.url, [aMessage('a', { iKey: KEY.toUpperCase() })])).status).toBe(200)
    expect((await postEnvelopes(local.url, [aMessage('b')])).status).toBe(400)
    expect(local.token).toBeUndefined()
    expect((await ask(local, `/api/profiles/${KEY}/appId`)).body).toBe(KEY)
    expect((await ask(local, `/api/profiles/${aMessage('').iKey}/appId`)).status).toBe(404)
  })
})

it.each<[LocalOptions, string]>([
  [{ host: 'all' }, 'host (--host) must be an IP address, such as 0.0.0.0 or 192.168.0.7.'],
  [{ allowHosts: ['a b'] }, 'allowHosts (--allow-host) must be names of hosts, without a port.'],
  [{ allowHosts: ['name:4380'] }, 'allowHosts (--allow-host) must be names of hosts, without a port.'],
  [{ instrumentationKeys: [] }, 'instrumentationKeys (--ikey) must be GUIDs.'],
  [{ instrumentationKeys: ['canary'] }, 'instrumentationKeys (--ikey) must be GUIDs.'],
  [{ token: 'canary' }, 'token (--token) must be at least 16 letters, digits, - or _.'],
])('rejects %j', async (options, message) => {
  await expect(startLocal({ port: 0, ...options })).rejects.toMatchObject({ code: 'AZMON_LOCAL_OPTION', message })
})

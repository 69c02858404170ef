import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hang, ManualClock, startIngestion, status, TEST_KEY } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { encodePayload } from '../../src/batch/payload'
import { IngestionClient } from '../../src/ingestion/ingestion-client'
import type { TokenCredential } from '../../src/options/telemetry-client-options'
import { anItem } from '../builders'
import { closeLater, TOKEN_SCOPE } from '../open-pipeline'

const TWELVE_HOURS_MS = 12 * 3_600_000

async function setup(credential?: TokenCredential) {
  const clock = new ManualClock()
  const here = await startIngestion()
  const there = await startIngestion()
  const destination = { instrumentationKey: TEST_KEY, ingestionEndpoint: here.url, tokenScope: TOKEN_SCOPE }
  const client = new IngestionClient(destination, { requestTimeoutMs: 5_000, credential, proxy: {} }, 4, clock)
  closeLater({ [Symbol.asyncDispose]: () => client.abort() })
  closeLater(here)
  closeLater(there)
  const post = async () => client.post(await encodePayload([anItem()], 'identity'))
  const redirect = (to = there.url) => status(307, '', { location: `${to}/v2.1/track` })
  return { clock, here, there, post, redirect }
}

function credentialOf(...tokens: readonly string[]): TokenCredential {
  const left = [...tokens]
  return { getToken: async () => ({ token: left.shift() ?? 'no more', expiresOnTimestamp: Date.now() + 3_600_000 }) }
}

describe('a redirect', () => {
  it('is followed at once and remembered for twelve hours', async () => {
    const { here, there, post, redirect, clock } = await setup()
    here.always(redirect())
    for (let i = 0; i < 3; i++) expect(await post()).toEqual({ kind: 'accepted' })
    expect([here.requests.length, there.requests.length]).toEqual([1, 3])
    clock.advance(TWELVE_HOURS_MS)
    await post()
    expect([here.requests.length, there.requests.length]).toEqual([2, 4])
  })

  it.each([
    ['responds with 404', status(404)],
    ['resets the connection', { kind: 'reset' } as const],
    ['returns a web page', status(200, '<html>')],
  ])('is forgotten if its target %s', async (_, reply) => {
    const { here, there, post, redirect } = await setup()
    here.script(redirect())
    await post()
    there.script(reply)
    await post()
    expect(await post()).toEqual({ kind: 'accepted' })
    expect([here.requests.length, there.requests.length]).toEqual([2, 2])
  })

  it('passes the token to a trusted target', async () => {
    const { here, post } = await setup(credentialOf('token-1'))
    here.script(status(307, '', { location: '/v2/track' }))
    await post()
    expect(here.requests.map(({ path }) => path)).toEqual(['/v2.1/track', '/v2/track'])
    expect(here.requests[1]?.headers['authorization']).toBe('Bearer token-1')
  })

  it('is not followed with a token to another port of this machine', async () => {
    const { here, there, post, redirect } = await setup(credentialOf('token-1'))
    here.script(redirect())
    expect(await post()).toEqual({ kind: 'misconfigured', reason: 'status 307' })
    expect(there.requests).toEqual([])
  })

  it('is not followed more than three times', async () => {
    const { here, there, post, redirect } = await setup()
    here.always(redirect())
    there.always(redirect(here.url))
    expect(await post()).toEqual({ kind: 'misconfigured', reason: 'status 307' })
    expect(here.requests.length + there.requests.length).toBe(4)
  })
})

describe('a request with a credential', () => {
  it.each([401, 403])('is retried at once with another token after %i', async (code) => {
    const { here, post } = await setup(credentialOf('token-1', 'token-2'))
    here.script(status(code))
    expect(await post()).toEqual({ kind: 'accepted' })
    expect(here.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  it.each([401, 403])('is retried only once after %i', async (code) => {
    const { here, post } = await setup(credentialOf('token-1', 'token-2', 'token-3'))
    here.always(status(code))
    expect(await post()).toEqual({ kind: 'denied', reason: `status ${code}` })
    expect(here.requests).toHaveLength(2)
  })

  it.each<[string, TokenCredential['getToken']]>([
    ['fails', async () => Promise.reject(new Error('s3cr3t'))],
    ['returns null', async () => null],
    [
      'returns a token that is not a valid header',
      async () => ({ token: 's3cr3t\r\nx: y', expiresOnTimestamp: Date.now() + 3_600_000 }),
    ],
  ])('is retryable if the credential %s', async (_, getToken) => {
    const { here, post } = await setup({ getToken })
    const outcome = await post()
    expect(outcome.kind).toBe('retryable')
    expect(JSON.stringify(outcome)).not.toContain('s3cr3t')
    expect(here.requests).toHaveLength(0)
  })

  it('is retryable if the credential hangs', async () => {
    const { clock, here, post } = await setup({ getToken: () => new Promise(() => {}) })
    const outcome = post()
    await new Promise(setImmediate)
    clock.advance(10_000)
    expect(await outcome).toMatchObject({ kind: 'retryable' })
    expect(here.requests).toHaveLength(0)
  })
})

it('sends no token without a credential', async () => {
  const { here, post } = await setup()
  await post()
  expect(here.requests[0]?.headers['authorization']).toBeUndefined()
})

it('gives up on an endpoint that never responds', async () => {
  const ingestion = closeLater(await startIngestion())
  ingestion.always(hang)
  const destination = { instrumentationKey: TEST_KEY, ingestionEndpoint: ingestion.url, tokenScope: TOKEN_SCOPE }
  const client = new IngestionClient(destination, { requestTimeoutMs: 50, credential: undefined, proxy: {} }, 4)
  expect(await client.post(await encodePayload([anItem()], 'identity'))).toEqual({
    kind: 'retryable',
    reason: 'no response in time',
  })
  await client.abort()
})

it('reads an endless response up to a limit, and reports that it is not from Application Insights', async () => {
  let sentBytes = 0
  const server = createServer((request, response) => {
    const chunk = Buffer.alloc(65_536, ' ')
    const write = () => {
      while (!response.closed && response.write(chunk)) sentBytes += chunk.length
    }
    request.resume().on('end', write)
    response.on('drain', write)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closeLater({
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  })
  const { port } = server.address() as AddressInfo
  const destination = {
    instrumentationKey: TEST_KEY,
    ingestionEndpoint: `http://127.0.0.1:${port}`,
    tokenScope: TOKEN_SCOPE,
  }
  const client = new IngestionClient(destination, { requestTimeoutMs: 30_000, credential: undefined, proxy: {} }, 1)
  expect(await client.post(await encodePayload([anItem()], 'identity'))).toMatchObject({ kind: 'misconfigured' })
  expect(sentBytes).toBeLessThan(32 * 1_048_576) // the limit plus the buffers of the sockets
  await client.abort()
})

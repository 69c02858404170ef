import { join } from 'node:path'
import {
  hang,
  type ProxyScript,
  runProgramWithBaseline,
  startIngestion,
  startProxy,
  TEST_CERTIFICATE_FILE,
  TEST_KEY,
  type TestProxy,
} from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { encodePayload } from '../../src/batch/payload'
import { IngestionClient } from '../../src/ingestion/ingestion-client'
import { anItem } from '../builders'
import { closeLater, TOKEN_SCOPE } from '../open-pipeline'

const PASSWORD = 'p%ss:w0rd'

async function setup(script: ProxyScript, { login = '', requestTimeoutMs = 5_000 } = {}) {
  const ingestion = closeLater(await startIngestion())
  const proxy = closeLater(await startProxy(script))
  const url = proxy.url.replace('//', `//${login}`)
  const destination = { instrumentationKey: TEST_KEY, ingestionEndpoint: ingestion.url, tokenScope: TOKEN_SCOPE }
  const client = new IngestionClient(destination, { requestTimeoutMs, credential: undefined, proxy: { http: url } }, 1)
  const post = async () => client.post(await encodePayload([anItem()], 'identity'))
  return { ingestion, proxy, client, post }
}

describe('a tunnel through a proxy', () => {
  it('serves all requests while it is open', async () => {
    const { ingestion, proxy, client, post } = await setup({})
    for (let i = 0; i < 3; i++) expect(await post()).toEqual({ kind: 'accepted' })
    expect(proxy.targets).toEqual([new URL(ingestion.url).host])
    expect(proxy.tunnels).toBe(1)
    expect(ingestion.accepted).toHaveLength(3)
    await client.abort()
  })

  it('passes the login to the proxy and not to the endpoint', async () => {
    const login = `user:${encodeURIComponent(PASSWORD)}@`
    const { ingestion, proxy, client, post } = await setup({ login: `user:${PASSWORD}` }, { login })
    expect(await post()).toEqual({ kind: 'accepted' })
    expect(proxy.tunnels).toBe(1)
    expect(ingestion.requests[0]?.headers['proxy-authorization']).toBeUndefined()
    await client.abort()
  })

  it.each<[string, ProxyScript, string]>([
    ['requires another login', { login: 'user:other' }, 'the proxy answered status 407'],
    ['cannot reach the endpoint', { refuses: 502 }, 'the proxy answered status 502'],
    ['hangs', { hangs: true }, 'the proxy cannot be reached: no response in time'],
  ])('makes requests retryable while the proxy %s, without the password in the reason', async (_, script, reason) => {
    const { ingestion, client, post } = await setup(script, {
      login: 'user:s3cr3t@',
      requestTimeoutMs: script.hangs ? 500 : 5_000,
    })
    expect(await post()).toEqual({ kind: 'retryable', reason })
    expect(ingestion.requests).toHaveLength(0)
    await client.abort()
  })

  it('makes requests retryable while the proxy is not running', async () => {
    const { proxy, client, post } = await setup({})
    await proxy[Symbol.asyncDispose]()
    expect(await post()).toEqual({ kind: 'retryable', reason: 'the proxy cannot be reached: ECONNREFUSED' })
    await client.abort()
  })

  it('is closed by an abort, also while it is being opened', async () => {
    const opening = await setup({ hangs: true })
    const first = opening.post()
    await opening.proxy.untilRequested(1)
    await opening.client.abort()
    expect(await first).toMatchObject({ kind: 'retryable' })

    const open = await setup({})
    open.ingestion.always(hang)
    const second = open.post()
    await open.ingestion.untilRequested(1)
    await open.client.abort()
    expect(await second).toMatchObject({ kind: 'retryable' })
  })
})

describe('a process behind a proxy', () => {
  /** A name that only the proxy can resolve. */
  const HOST = 'ingestion.azmon.test'

  function run(proxy: TestProxy, env: Readonly<Record<string, string>> = {}) {
    return runProgramWithBaseline(join(__dirname, '..', 'programs', 'log-once.cjs'), {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${TEST_KEY};IngestionEndpoint=https://${HOST}`,
      HTTPS_PROXY: proxy.url.replace('//', '//user:s3cr3t@'),
      NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE_FILE,
      ...env,
    })
  }

  it('delivers over https end to end, and exits', async () => {
    const ingestion = closeLater(await startIngestion('https'))
    const proxy = closeLater(await startProxy({ login: 'user:s3cr3t', leadsTo: new URL(ingestion.url) }))
    const ended = await run(proxy)
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(proxy.targets).toEqual([`${HOST}:443`])
    expect(ingestion.accepted).toHaveLength(1)
    expect(ended.extraMs).toBeLessThan(2_000)
  })

  it('sends nothing to an endpoint with an untrusted certificate', async () => {
    const ingestion = closeLater(await startIngestion('https'))
    const proxy = closeLater(await startProxy({ leadsTo: new URL(ingestion.url) }))
    const ended = await run(proxy, { NODE_EXTRA_CA_CERTS: '' })
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(proxy.tunnels).toBe(1)
    expect(ingestion.requests).toHaveLength(0)
  })

  it.each<[string, ProxyScript]>([
    ['hangs', { hangs: true }],
    ['refuses', { refuses: 502 }],
    ['requires another login', { login: 'user:other' }],
  ])('exits in time and without output if the proxy %s', async (_, script) => {
    const proxy = closeLater(await startProxy(script))
    const ended = await run(proxy)
    expect(ended).toMatchObject({ code: 0, signal: null, stdout: '', stderr: '' })
    expect(ended.extraMs).toBeLessThan(5_000)
  })
})

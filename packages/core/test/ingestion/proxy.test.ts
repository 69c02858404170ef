import { join } from 'node:path'
import {
  hang,
  type ProxyScript,
  runBesideDisabled,
  startIngestion,
  startProxy,
  TEST_CERTIFICATE_FILE,
  TEST_KEY,
  type TestProxy,
} from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { encodePayload } from '../../src/batch/payload'
import { IngestionClient } from '../../src/ingestion/ingestion-client'
import { authority, proxyFor } from '../../src/ingestion/proxy'
import { resolveOptions } from '../../src/options/resolve'
import { anItem } from '../builders'
import { closeLater, TOKEN_SCOPE } from '../open-pipeline'

const PASSWORD = 'p%ss:w0rd'

function target(url: string) {
  const { protocol, hostname, port } = new URL(url)
  return { protocol, hostname: hostname.replace(/[[\]]/g, ''), port }
}

describe('the proxy of a request', () => {
  const proxy = { http: 'http://plain.example:1', https: 'http://secure.example:2' }

  it('is that of its scheme', () => {
    expect(proxyFor(target('http://a.example'), proxy)?.href).toBe('http://plain.example:1/')
    expect(proxyFor(target('https://a.example'), proxy)?.href).toBe('http://secure.example:2/')
    expect(proxyFor(target('https://a.example'), { http: proxy.http })).toBeUndefined()
  })

  it.each([
    ['a.example', 'https://a.example', true],
    ['a.example', 'https://b.a.example', true],
    ['.a.example', 'https://b.a.example', true],
    ['*.a.example', 'https://b.a.example', true],
    ['A.Example', 'https://a.EXAMPLE', true],
    ['a.example', 'https://ba.example', false],
    ['a.example', 'https://a.example.org', false],
    ['a.example:443', 'https://a.example', true],
    ['a.example:8443', 'https://a.example', false],
    ['x.example, a.example  y.example', 'https://a.example', true],
    ['10.0.0.1', 'https://10.0.0.1', true],
    ['[::1]', 'https://[::1]:8443', true],
    ['*', 'https://a.example', true],
    ['', 'https://a.example', false],
    [',,', 'https://a.example', false],
  ])('with noProxy %p for %s is none: %p', (noProxy, url, isNone) => {
    expect(proxyFor(target(url), { ...proxy, noProxy }) === undefined).toBe(isNone)
  })

  it('is none on this machine when the environment named it, and is one when an option did', () => {
    const env = { HTTP_PROXY: 'proxy.example:3128', NO_PROXY: 'a.example' }
    const named = resolveOptions({ instrumentationKey: TEST_KEY }, env).delivery.proxy
    for (const url of ['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1', 'http://a.example']) {
      expect(proxyFor(target(url), named)).toBeUndefined()
    }
    expect(proxyFor(target('http://b.example'), named)?.href).toBe('http://proxy.example:3128/')
    const asked = resolveOptions({ proxy: 'proxy.example:3128' }, {}).delivery.proxy
    expect(proxyFor(target('http://localhost:1'), asked)?.href).toBe('http://proxy.example:3128/')
  })

  it.each([
    ['https://a.example', 'a.example:443'],
    ['http://a.example', 'a.example:80'],
    ['https://[::1]:8443', '[::1]:8443'],
  ])('is asked for %s as %s', (url, expected) => {
    expect(authority(target(url))).toBe(expected)
  })
})

async function setup(script: ProxyScript, { login = '', requestTimeoutMs = 5_000 } = {}) {
  const ingestion = closeLater(await startIngestion())
  const proxy = closeLater(await startProxy(script))
  const url = proxy.url.replace('//', `//${login}`)
  const destination = { instrumentationKey: TEST_KEY, ingestionEndpoint: ingestion.url, tokenScope: TOKEN_SCOPE }
  const client = new IngestionClient(destination, { requestTimeoutMs, credential: undefined, proxy: { http: url } }, 1)
  const post = async () => client.post(await encodePayload([anItem()], 'identity'))
  return { ingestion, proxy, client, post }
}

describe('through a proxy', () => {
  it('requests travel in one tunnel for as long as it stays open', async () => {
    const { ingestion, proxy, client, post } = await setup({})
    for (let i = 0; i < 3; i++) expect(await post()).toEqual({ kind: 'accepted' })
    expect(proxy.asked).toEqual([new URL(ingestion.url).host])
    expect(proxy.tunnels).toBe(1)
    expect(ingestion.accepted).toHaveLength(3)
    await client.abort()
  })

  it('the login is told to the proxy, and not to the endpoint', async () => {
    const login = `user:${encodeURIComponent(PASSWORD)}@`
    const { ingestion, proxy, client, post } = await setup({ login: `user:${PASSWORD}` }, { login })
    expect(await post()).toEqual({ kind: 'accepted' })
    expect(proxy.tunnels).toBe(1)
    expect(ingestion.requests[0]?.headers['proxy-authorization']).toBeUndefined()
    await client.abort()
  })

  it.each<[string, ProxyScript, string]>([
    ['wants another login', { login: 'user:other' }, 'the proxy answered status 407'],
    ['has no way onwards', { refuses: 502 }, 'the proxy answered status 502'],
    ['hangs', { hangs: true }, 'the proxy cannot be reached: no answer in time'],
  ])('that %s, a request may succeed later, and its reason names no password', async (_, script, reason) => {
    const { ingestion, client, post } = await setup(script, {
      login: 'user:s3cr3t@',
      requestTimeoutMs: script.hangs ? 500 : 5_000,
    })
    expect(await post()).toEqual({ kind: 'retryable', reason })
    expect(ingestion.requests).toHaveLength(0)
    await client.abort()
  })

  it('that is not there, a request may succeed later', async () => {
    const { proxy, client, post } = await setup({})
    await proxy[Symbol.asyncDispose]()
    expect(await post()).toEqual({ kind: 'retryable', reason: 'the proxy cannot be reached: ECONNREFUSED' })
    await client.abort()
  })

  it('an abort ends what is under way, while the tunnel is made and after', async () => {
    const making = await setup({ hangs: true })
    const first = making.post()
    await making.proxy.untilAsked(1)
    await making.client.abort()
    expect(await first).toMatchObject({ kind: 'retryable' })

    const made = await setup({})
    made.ingestion.always(hang)
    const second = made.post()
    await made.ingestion.untilRequested(1)
    await made.client.abort()
    expect(await second).toMatchObject({ kind: 'retryable' })
  })
})

describe('a process behind a proxy', () => {
  /** The name that only the proxy can find. */
  const HOST = 'ingestion.azmon.test'

  function run(proxy: TestProxy, env: Readonly<Record<string, string>> = {}) {
    return runBesideDisabled(join(__dirname, '..', 'programs', 'log-once.cjs'), {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${TEST_KEY};IngestionEndpoint=https://${HOST}`,
      HTTPS_PROXY: proxy.url.replace('//', '//user:s3cr3t@'),
      NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE_FILE,
      ...env,
    })
  }

  it('delivers by https, from end to end, and ends', async () => {
    const ingestion = closeLater(await startIngestion('https'))
    const proxy = closeLater(await startProxy({ login: 'user:s3cr3t', leadsTo: new URL(ingestion.url) }))
    const ended = await run(proxy)
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(proxy.asked).toEqual([`${HOST}:443`])
    expect(ingestion.accepted).toHaveLength(1)
    expect(ended.extraMs).toBeLessThan(2_000)
  })

  it('sends nothing to whom it has no reason to trust', async () => {
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
    ['wants another login', { login: 'user:other' }],
  ])('is not held, broken or printed over by one that %s', async (_, script) => {
    const proxy = closeLater(await startProxy(script))
    const ended = await run(proxy)
    expect(ended).toMatchObject({ code: 0, signal: null, stdout: '', stderr: '' })
    expect(ended.extraMs).toBeLessThan(5_000)
  })
})

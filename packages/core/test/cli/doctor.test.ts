import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  hang,
  type Reply,
  reset,
  slackMs,
  startDeafHost,
  startIngestion,
  startProxy,
  status,
  TEST_CERTIFICATE_FILE,
  TEST_KEY,
} from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { checkClock } from '../../src/cli/checks/probe'
import { closeLater } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'
import { aSpool, NOWHERE, run } from './a-spool'

/** The verdict of each check, and all that was said. */
async function examine(connectionString: string, env: Readonly<Record<string, string>> = {}, ...args: string[]) {
  const { code, stdout, elapsedMs } = await run(['doctor', ...args], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
    ...env,
  })
  const verdicts = [...stdout.matchAll(/^(ok|warning|FAILED) +(.+?) {2,}/gm)].map(([, verdict, about]) => [
    about,
    verdict,
  ])
  return { code, stdout, elapsedMs, verdicts: Object.fromEntries(verdicts) as Readonly<Record<string, string>> }
}

const ALL_WELL = {
  'connection string': 'ok',
  DNS: 'ok',
  proxy: 'ok',
  connection: 'ok',
  clock: 'ok',
  key: 'ok',
  'spool folder': 'ok',
  'what waits': 'ok',
}

it('finds all well with a local endpoint, and leaves nothing but one verbose trace that says what it is', async () => {
  const ingestion = closeLater(await startIngestion())
  const folder = aFolder()
  const { code, stdout, verdicts } = await examine(ingestion.connectionString, {
    XDG_STATE_HOME: join(folder, 'a', 'b'),
  })
  expect({ code, verdicts }).toEqual({ code: 0, verdicts: ALL_WELL })
  expect(stdout).toContain('TLS not used')
  expect(stdout).toContain('key …5555 at http://127.0.0.1')
  expect(ingestion.accepted).toEqual([
    expect.objectContaining({
      iKey: TEST_KEY,
      tags: expect.objectContaining({ 'ai.cloud.role': 'azmon doctor' }),
      data: {
        baseType: 'MessageData',
        baseData: expect.objectContaining({ severityLevel: 0, message: expect.stringContaining('azmon doctor') }),
      },
    }),
  ])
  expect(readdirSync(folder)).toEqual([])
})

it('sends nothing with --no-send', async () => {
  const ingestion = closeLater(await startIngestion())
  const { code, stdout } = await examine(ingestion.connectionString, {}, '--no-send')
  expect(code).toBe(0)
  expect(stdout).toContain('not tried (--no-send)')
  expect(ingestion.requests).toHaveLength(0)
})

it.each<[string, Readonly<Record<string, string>>, string]>([
  ['there is none', { APPLICATIONINSIGHTS_CONNECTION_STRING: '' }, '--connection-string'],
  ['it holds no key', { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x' }, 'must be a GUID'],
  ['telemetry is switched off', { AZMON_DISABLED: '1' }, 'Remove AZMON_DISABLED.'],
])('begins with the connection string, and fails where %s', async (_, env, cure) => {
  const { code, stdout, verdicts } = await examine(NOWHERE, env)
  expect({ code, verdicts }).toEqual({ code: 1, verdicts: { 'connection string': 'FAILED' } })
  expect(stdout).toContain(cure)
})

describe('on the way to the endpoint', () => {
  const SECURE = `InstrumentationKey=${TEST_KEY};IngestionEndpoint=https://in.azmon.test`

  it('fails where the name has no address', async () => {
    const { code, stdout, verdicts } = await examine(SECURE)
    expect({ code, DNS: verdicts['DNS'], proxy: verdicts['proxy'] }).toEqual({
      code: 1,
      DNS: 'FAILED',
      proxy: undefined,
    })
    expect(stdout).toContain('in.azmon.test has no address')
  })

  it('fails where nobody listens, and says how to start who should', async () => {
    const { code, stdout, verdicts } = await examine(NOWHERE)
    expect({ code, connection: verdicts['connection'] }).toEqual({ code: 1, connection: 'FAILED' })
    expect(stdout).toMatch(/none to 127\.0\.0\.1:9 \(ECONNREFUSED\)\n.*npx @azmon\/local/)
  })

  it('fails in time where packets get lost', async () => {
    const host = await startDeafHost()
    const { code, verdicts, elapsedMs } = await examine(`InstrumentationKey=${TEST_KEY};IngestionEndpoint=${host.url}`)
    await host.close()
    expect({ code, connection: verdicts['connection'] }).toEqual({ code: 1, connection: 'FAILED' })
    expect(elapsedMs).toBeLessThan(15_000 + (await slackMs()))
  })

  it('trusts nobody without a reason, and names NODE_EXTRA_CA_CERTS', async () => {
    const ingestion = closeLater(await startIngestion('https'))
    const reckless = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    for (const env of [{}, reckless]) {
      const { code, stdout, verdicts } = await examine(ingestion.connectionString, env)
      expect({ code, connection: verdicts['connection'] }).toEqual({ code: 1, connection: 'FAILED' })
      expect(stdout).toContain('set NODE_EXTRA_CA_CERTS')
    }
    expect(ingestion.requests).toHaveLength(0)
    const { code, stdout } = await examine(ingestion.connectionString, { NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE_FILE })
    expect(code).toBe(0)
    expect(stdout).toContain('TLSv1.3, certificate of azmon test certificate, valid until')
  })

  it('goes through the proxy, which looks up the name', async () => {
    const ingestion = closeLater(await startIngestion('https'))
    const proxy = closeLater(await startProxy({ login: 'user:s3cr3t', leadsTo: new URL(ingestion.url) }))
    const env = { HTTPS_PROXY: proxy.url.replace('//', '//user:s3cr3t@'), NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE_FILE }
    const { code, stdout, verdicts } = await examine(SECURE, env)
    expect({ code, verdicts }).toEqual({ code: 0, verdicts: ALL_WELL })
    expect(stdout).toContain(`${proxy.url}, with a login, leads to in.azmon.test:443`)
    expect(ingestion.accepted).toHaveLength(1)
  })

  it.each<[string, string, string]>([
    ['wants a login', '', 'Write the login of the proxy into HTTPS_PROXY'],
    ['is not there', 'http://127.0.0.1:9', 'is it the right host and port'],
    ['cannot be one', 'ftp://proxy.example', 'must be the host and port of an http or https proxy'],
  ])('fails where the proxy %s', async (_, url, cure) => {
    const proxy = closeLater(await startProxy({ login: 'user:s3cr3t' }))
    const { code, stdout, verdicts } = await examine(SECURE, { HTTPS_PROXY: url || proxy.url })
    expect({ code, proxy: verdicts['proxy'] }).toEqual({ code: 1, proxy: 'FAILED' })
    expect(stdout).toContain(cure)
  })

  it('says that a proxy is there and not used', async () => {
    const ingestion = closeLater(await startIngestion())
    const { code, stdout } = await examine(ingestion.connectionString, { HTTP_PROXY: 'http://127.0.0.1:9' })
    expect(code).toBe(0)
    expect(stdout).toContain('not used: NO_PROXY names the host, or it is this machine')
  })
})

it.each([
  [{ HTTPS_PROXY: 'socks5://user:canary@proxy.example' }, 'proxy'],
  [{ HTTP_PROXY: 'http://user:12#canary@proxy.example:3128' }, 'proxy'],
  [{ APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=canary' }, 'connection string'],
])('reports %j, which a program only warns of', async (env, about) => {
  const { code, stdout, verdicts } = await examine(NOWHERE, env)
  expect({ code, verdict: verdicts[about] }).toEqual({ code: 1, verdict: 'FAILED' })
  expect(stdout).toContain(Object.keys(env)[0])
  expect(stdout).not.toContain('canary')
})

describe('the key', () => {
  it.each<[string, Reply, string, string]>([
    ['is unknown', status(400, 'Invalid instrumentation key'), 'does not know this key', 'may have been deleted'],
    ['is not enough', status(401), 'takes no key', 'Microsoft Entra ID'],
    ['is out of quota', status(402), 'quota', 'daily cap'],
    ['is refused from here', status(403), 'refuses this key from here', 'Network Isolation'],
    ['is a login page', status(200, '<html>'), 'the response is not from Application Insights', 'login page'],
    ['belongs elsewhere', status(404), 'no ingestion endpoint at this address', 'Overview page'],
    ['is throttled', status(429), 'too much was sent at once', 'Nothing to do'],
    ['meets an endpoint in trouble', status(503), 'in trouble (status 503)', 'Nothing to do'],
    ['meets a web page', status(400, '<html>'), 'not one of Application Insights', 'Overview page'],
    ['meets a broken connection', reset, 'there is no answer', 'npx @azmon/local'],
    ['meets silence', hang, 'no answer in time', 'npx @azmon/local'],
  ])('that %s is told apart, with its cure', async (_, reply, detail, cure) => {
    const ingestion = closeLater(await startIngestion())
    ingestion.always(reply)
    const { code, stdout, verdicts, elapsedMs } = await examine(ingestion.connectionString)
    expect({ code, key: verdicts['key'], later: verdicts['spool folder'] }).toEqual({
      code: 1,
      key: 'FAILED',
      later: undefined,
    })
    expect(stdout).toContain(detail)
    expect(stdout).toContain(cure)
    expect(elapsedMs).toBeLessThan(15_000 + (await slackMs()))
  })
})

describe('the clock', () => {
  const HOUR_MS = 3_600_000

  it('is compared with what the endpoint says, before anything is made of the answer', async () => {
    const ingestion = closeLater(await startIngestion())
    ingestion.always(status(400, '', { date: new Date(Date.now() + 30 * HOUR_MS).toUTCString() }))
    const { code, stdout, verdicts } = await examine(ingestion.connectionString)
    expect({ code, clock: verdicts['clock'], key: verdicts['key'] }).toEqual({
      code: 1,
      clock: 'FAILED',
      key: undefined,
    })
    expect(stdout).toMatch(/(1 d 6 h|1 d 5 h) behind the endpoint's/)
  })

  it.each([
    [0, 'ok'],
    [4 * 60_000, 'ok'],
    [-4 * 60_000, 'ok'],
    [6 * 60_000, 'warning'],
    [-6 * 60_000, 'warning'],
    [23 * HOUR_MS, 'warning'],
    [25 * HOUR_MS, 'FAILED'],
    [-1 * HOUR_MS, 'warning'],
    [-3 * HOUR_MS, 'FAILED'],
    [undefined, 'ok'],
  ])('that is %p ms behind is %s', (behindMs, verdict) => {
    expect(checkClock({ outcome: { kind: 'accepted' }, behindMs }).verdict).toBe(verdict)
  })
})

describe('the spool', () => {
  it('fails where no directory is safe', async () => {
    const ingestion = closeLater(await startIngestion())
    const storagePath = aFolder()
    const spool = aSpool(ingestion.connectionString, storagePath)
    spool.open()
    const { code, stdout, verdicts } = await examine(ingestion.connectionString, {}, '--storage-path', storagePath)
    expect({ code, folder: verdicts['spool folder'] }).toEqual({ code: 1, folder: 'FAILED' })
    expect(stdout).toContain('is open to other users')
    expect(stdout).toContain('chmod 700')
  })

  it('is written to on trial, and left as it was', async () => {
    const ingestion = closeLater(await startIngestion())
    const spool = aSpool(ingestion.connectionString)
    mkdirSync(join(spool.storagePath, 'other'))
    spool.put(['waits'])
    const before = spool.names()
    const { code, stdout } = await examine(ingestion.connectionString, {}, '--storage-path', spool.storagePath)
    expect(code).toBe(0)
    expect(stdout).toMatch(/what waits +1 file, 1 item/)
    expect(spool.names()).toEqual(before)
  })

  it('warns of what will soon be thrown away', async () => {
    const ingestion = closeLater(await startIngestion())
    const spool = aSpool(ingestion.connectionString)
    spool.put(['old'], Date.now() - 40 * 3_600_000)
    const { code, stdout, verdicts } = await examine(
      ingestion.connectionString,
      {},
      '--storage-path',
      spool.storagePath,
    )
    expect({ code, waiting: verdicts['what waits'] }).toEqual({ code: 0, waiting: 'warning' })
    expect(stdout).toContain('the oldest 1 d 16 h old')
    expect(stdout).toContain('spool drain')
  })
})

import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  hang,
  type Reply,
  reset,
  runProgram,
  startIngestion,
  startProxy,
  startUnresponsiveHost,
  status,
  TEST_CERTIFICATE_FILE,
  TEST_KEY,
} from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { type CheckOptions, checkDelivery, type Finding } from '../../src/maintenance'
import { checkClock } from '../../src/maintenance/checks/probe-endpoint'
import { aSpool, NOWHERE } from '../maintenance/a-spool'
import { closeLater } from '../open-pipeline'
import { aFolder } from '../spool/open-file-spool'

const PROGRAM = join(__dirname, '..', 'programs', 'check-delivery.cjs')

type Env = Readonly<Record<string, string>>

/** The findings, as one text and by their checks. */
async function check(connectionString: string, env: Env = {}, options: CheckOptions = {}) {
  const startedMs = performance.now()
  const findings: Finding[] = []
  const all = { XDG_STATE_HOME: aFolder(), APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString, ...env }
  for await (const finding of checkDelivery(options, all)) findings.push(finding)
  return { ...summary(findings), elapsedMs: performance.now() - startedMs }
}

/** The same in a process of its own, with this environment. */
async function checkInProcess(connectionString: string, env: Env) {
  const { stdout } = await runProgram(PROGRAM, { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString, ...env })
  return summary(JSON.parse(stdout))
}

function summary(findings: readonly Finding[]) {
  const verdicts = Object.fromEntries(findings.map((finding) => [finding.check, finding.verdict]))
  const texts = findings.map((finding) => `${finding.detail}\nfix: ${finding.fix ?? ''}`).join('\n')
  return { verdicts: verdicts as Readonly<Record<string, Finding['verdict']>>, texts }
}

const ALL_WELL = {
  'connection string': 'ok',
  DNS: 'ok',
  proxy: 'ok',
  connection: 'ok',
  clock: 'ok',
  key: 'ok',
  'spool directory': 'ok',
  'waiting items': 'ok',
}

/** What cannot be checked without a connection. */
const UNREACHED = { DNS: 'skipped', proxy: 'skipped', connection: 'skipped', key: 'skipped' }

it('finds nothing wrong with a local endpoint, and leaves only one verbose trace that says what it is', async () => {
  const ingestion = closeLater(await startIngestion())
  const folder = aFolder()
  const { texts, verdicts } = await check(ingestion.connectionString, { XDG_STATE_HOME: join(folder, 'a', 'b') })
  expect(verdicts).toEqual(ALL_WELL)
  expect(texts).toContain('TLS not used')
  expect(texts).toContain('key …5555 at http://127.0.0.1')
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

it('sends nothing with send: false', async () => {
  const ingestion = closeLater(await startIngestion())
  const { texts, verdicts } = await check(ingestion.connectionString, {}, { send: false })
  expect(verdicts).toEqual(ALL_WELL)
  expect(texts).toContain('not checked (--no-send)')
  expect(ingestion.requests).toHaveLength(0)
})

it.each<[string, Env, string]>([
  ['there is none', { APPLICATIONINSIGHTS_CONNECTION_STRING: '' }, '--connection-string'],
  ['it has no valid key', { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x' }, 'must be a GUID'],
  ['telemetry is switched off', { AZMON_DISABLED: '1' }, 'Remove AZMON_DISABLED.'],
])('starts with the connection string, and checks only this machine if %s', async (_, env, fix) => {
  const { verdicts, texts } = await check(NOWHERE, env)
  expect(verdicts).toEqual({ ...ALL_WELL, ...UNREACHED, 'connection string': 'failed' })
  expect(texts).toContain(fix)
})

it('checks this machine even if nothing on the way to the endpoint works', async () => {
  const { storagePath } = aSpool()
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: '', HTTPS_PROXY: 'socks5://proxy.example' }
  const { verdicts, texts } = await check('', env, { storagePath })
  expect(verdicts).toMatchObject({
    'connection string': 'failed',
    proxy: 'failed',
    clock: 'ok',
    'spool directory': 'ok',
  })
  expect(texts).toContain('HTTPS_PROXY is wrong')
  expect(texts).toContain('not compared: no response')
})

it('finds the spools of all resources if none is configured', async () => {
  const { storagePath, put } = aSpool()
  put(['waits'])
  const { texts } = await check('', { APPLICATIONINSIGHTS_CONNECTION_STRING: '' }, { storagePath })
  expect(texts).toContain('1 file, 1 item')
})

describe('on the way to the endpoint', () => {
  const SECURE = `InstrumentationKey=${TEST_KEY};IngestionEndpoint=https://in.azmon.test`

  it('fails if the name does not resolve', async () => {
    const { texts, verdicts } = await check(SECURE)
    expect(verdicts).toEqual({ ...ALL_WELL, ...UNREACHED, DNS: 'failed' })
    expect(texts).toContain('cannot resolve in.azmon.test')
  })

  it('fails if nothing listens, and says how to start a local endpoint', async () => {
    const { texts, verdicts } = await check(NOWHERE)
    expect(verdicts['connection']).toBe('failed')
    expect(texts).toMatch(/cannot connect to 127\.0\.0\.1:9 \(ECONNREFUSED\)\nfix: .*npx azmon/)
  })

  it('fails in time if packets get lost', async () => {
    const host = await startUnresponsiveHost()
    const { verdicts, elapsedMs } = await check(`InstrumentationKey=${TEST_KEY};IngestionEndpoint=${host.url}`)
    await host.close()
    expect(verdicts['connection']).toBe('failed')
    expect(elapsedMs).toBeLessThan(15_000)
  })

  it('trusts no unknown certificate, and names NODE_EXTRA_CA_CERTS', async () => {
    const ingestion = closeLater(await startIngestion('https'))
    for (const env of [{}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }]) {
      const { texts, verdicts } = await checkInProcess(ingestion.connectionString, env)
      expect(verdicts['connection']).toBe('failed')
      expect(texts).toContain('set NODE_EXTRA_CA_CERTS')
    }
    expect(ingestion.requests).toHaveLength(0)
    const trusting = { NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE_FILE }
    const { texts, verdicts } = await checkInProcess(ingestion.connectionString, trusting)
    expect(verdicts).toEqual(ALL_WELL)
    expect(texts).toContain('TLSv1.3, certificate of azmon test certificate, valid until')
  })

  it('goes through the proxy, which resolves the name', async () => {
    const ingestion = closeLater(await startIngestion('https'))
    const proxy = closeLater(await startProxy({ login: 'user:s3cr3t', leadsTo: new URL(ingestion.url) }))
    const env = { HTTPS_PROXY: proxy.url.replace('//', '//user:s3cr3t@'), NODE_EXTRA_CA_CERTS: TEST_CERTIFICATE_FILE }
    const { texts, verdicts } = await checkInProcess(SECURE, env)
    expect(verdicts).toEqual(ALL_WELL)
    expect(texts).toContain(`${proxy.url}, with a login, connects to in.azmon.test:443`)
    expect(ingestion.accepted).toHaveLength(1)
  })

  it.each<[string, string, string]>([
    ['requires a login', '', 'Add the login of the proxy to HTTPS_PROXY'],
    ['is not there', 'http://127.0.0.1:9', 'are host and port right'],
    ['is invalid', 'ftp://proxy.example', 'must be the host and port of an http or https proxy'],
  ])('fails if the proxy %s', async (_, url, fix) => {
    const proxy = closeLater(await startProxy({ login: 'user:s3cr3t' }))
    const { texts, verdicts } = await check(SECURE, { HTTPS_PROXY: url || proxy.url })
    expect(verdicts['proxy']).toBe('failed')
    expect(texts).toContain(fix)
  })

  it('says that a proxy is configured and not used', async () => {
    const ingestion = closeLater(await startIngestion())
    const { texts, verdicts } = await check(ingestion.connectionString, { HTTP_PROXY: 'http://127.0.0.1:9' })
    expect(verdicts).toEqual(ALL_WELL)
    expect(texts).toContain('not used: the host is in NO_PROXY or is this machine')
  })
})

it.each([
  [{ HTTPS_PROXY: 'socks5://user:canary@proxy.example' }, 'proxy'],
  [{ HTTP_PROXY: 'http://user:12#canary@proxy.example:3128' }, 'proxy'],
  [{ APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=canary' }, 'connection string'],
])('fails for %j, of which a program only warns', async (env, name) => {
  const { texts, verdicts } = await check(NOWHERE, env as Env)
  expect(verdicts[name]).toBe('failed')
  expect(texts).toContain(Object.keys(env)[0])
  expect(texts).not.toContain('canary')
})

describe('the key', () => {
  it.each<[string, Reply, string, string]>([
    ['is unknown', status(400, 'Invalid instrumentation key'), 'does not know this key', 'may have been deleted'],
    ['is not enough', status(401), 'does not accept an instrumentation key', 'Microsoft Entra ID'],
    ['is out of quota', status(402), 'quota', 'daily cap'],
    ['is refused from here', status(403), 'refuses this key from this network', 'Network Isolation'],
    ['reaches a login page', status(200, '<html>'), 'the response is not from Application Insights', 'login page'],
    ['belongs elsewhere', status(404), 'no ingestion endpoint at this address', 'Overview page'],
    ['is throttled', status(429), 'throttles requests', 'Nothing to do'],
    ['reaches an endpoint in trouble', status(503), 'in trouble (status 503)', 'Nothing to do'],
    ['reaches a web page', status(400, '<html>'), 'the response is not from Application Insights', 'Overview page'],
    ['meets a broken connection', reset, 'did not respond', 'npx azmon'],
    ['meets silence', hang, 'no response in time', 'npx azmon'],
  ])('that %s fails with its own fix', async (_, reply, detail, fix) => {
    const ingestion = closeLater(await startIngestion())
    ingestion.always(reply)
    const { texts, verdicts, elapsedMs } = await check(ingestion.connectionString)
    expect({ key: verdicts['key'], next: verdicts['spool directory'] }).toEqual({ key: 'failed', next: 'ok' })
    expect(texts).toContain(detail)
    expect(texts).toContain(fix)
    expect(elapsedMs).toBeLessThan(15_000)
  })
})

describe('the clock', () => {
  const HOUR_MS = 3_600_000

  it('is compared with the date of the response, before the key is judged', async () => {
    const ingestion = closeLater(await startIngestion())
    ingestion.always(status(400, '', { date: new Date(Date.now() + 30 * HOUR_MS).toUTCString() }))
    const { texts, verdicts } = await check(ingestion.connectionString)
    expect({ clock: verdicts['clock'], key: verdicts['key'] }).toEqual({ clock: 'failed', key: 'skipped' })
    expect(texts).toMatch(/(1 d 6 h|1 d 5 h) behind the endpoint's/)
  })

  it.each([
    [0, 'ok'],
    [4 * 60_000, 'ok'],
    [-4 * 60_000, 'ok'],
    [6 * 60_000, 'warning'],
    [-6 * 60_000, 'warning'],
    [23 * HOUR_MS, 'warning'],
    [25 * HOUR_MS, 'failed'],
    [-1 * HOUR_MS, 'warning'],
    [-3 * HOUR_MS, 'failed'],
    [undefined, 'ok'],
  ])('that is %p ms behind is %s', (behindMs, verdict) => {
    expect(checkClock({ outcome: { kind: 'accepted' }, behindMs }).verdict).toBe(verdict)
  })

  it('fails without a response, too, if it shows a time before this version existed', () => {
    const probe = { outcome: 'no-response', behindMs: undefined } as const
    expect(checkClock(probe, 0)).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('1970-01-01') })
    expect(checkClock(probe).verdict).toBe('ok')
  })
})

describe('the spool', () => {
  it('fails if no directory is safe', async () => {
    const ingestion = closeLater(await startIngestion())
    const { storagePath, open } = aSpool(ingestion.connectionString)
    open()
    const { texts, verdicts } = await check(ingestion.connectionString, {}, { storagePath })
    expect(verdicts['spool directory']).toBe('failed')
    expect(texts).toContain('is open to other users')
    expect(texts).toContain('chmod 700')
  })

  it('is written to as a test, and left as it was', async () => {
    const ingestion = closeLater(await startIngestion())
    const spool = aSpool(ingestion.connectionString)
    mkdirSync(join(spool.storagePath, 'other'))
    spool.put(['waits'])
    const before = spool.names()
    const { texts, verdicts } = await check(ingestion.connectionString, {}, { storagePath: spool.storagePath })
    expect(verdicts).toEqual(ALL_WELL)
    expect(texts).toContain('1 file, 1 item')
    expect(spool.names()).toEqual(before)
  })

  it('warns of items that will soon be dropped', async () => {
    const ingestion = closeLater(await startIngestion())
    const { storagePath, put } = aSpool(ingestion.connectionString)
    put(['old'], Date.now() - 40 * 3_600_000)
    const { texts, verdicts } = await check(ingestion.connectionString, {}, { storagePath })
    expect(verdicts['waiting items']).toBe('warning')
    expect(texts).toContain('oldest 1 d 16 h')
    expect(texts).toContain('azmon spool drain')
  })
})

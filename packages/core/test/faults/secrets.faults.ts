import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { garbage, type Reply, reset, runProgram, startIngestion, startProxy, status } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const KEY = 'ca9a41e5-0bad-4bad-8bad-ca9a41e50bad'
const TOKEN = 'canary-of-a-token'
const PASSWORD = 'canary-of-a-password'

/** An endpoint or a proxy may quote the request. */
const QUOTE = `${KEY} ${TOKEN} ${PASSWORD}`

interface Scenario {
  readonly reply?: Reply
  readonly scheme?: 'https'
  readonly credential?: 'gives' | 'fails'
  readonly proxy?: 'refuses' | 'is none' | 'is not there'
  readonly directory?: 'is a file'
  /** Replaces a valid option. */
  readonly options?: unknown
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'the endpoint says 401': { reply: status(401, QUOTE), credential: 'gives' },
  'the endpoint says 403': { reply: status(403, QUOTE), credential: 'gives' },
  'the endpoint says that the key is wrong': {
    reply: status(400, `{"errors":[{"index":0,"statusCode":400,"message":"Invalid instrumentation key ${QUOTE}"}]}`),
  },
  'the endpoint takes nothing': { reply: status(400, QUOTE) },
  'the endpoint says 404': { reply: status(404, QUOTE) },
  'the endpoint says 439': { reply: status(439, QUOTE, { 'retry-after': QUOTE }) },
  'the endpoint says 503': { reply: status(503, QUOTE) },
  'the endpoint leads elsewhere': { reply: status(307, '', { location: `https://evil.example/${TOKEN}?${KEY}` }) },
  'the endpoint resets': { reply: reset },
  'the endpoint answers garbage': { reply: garbage },
  'the endpoint has a certificate that nobody trusts': { scheme: 'https', credential: 'gives' },
  'the credential fails': { credential: 'fails' },
  'the proxy asks for another password': { proxy: 'refuses' },
  'the proxy is not there': { proxy: 'is not there' },
  'the proxy has no address': { proxy: 'is none' },
  'the directory is a file': { directory: 'is a file', reply: status(503, QUOTE) },
  'the connection string lacks its key': {
    options: { connectionString: `InstrumentationKey=${KEY}x;IngestionEndpoint=http://127.0.0.1` },
  },
  'the connection string has a strange endpoint': {
    options: { connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=ftp://user:${PASSWORD}@host` },
  },
  'the connection string is given instead of options': { options: `InstrumentationKey=${KEY};Token=${TOKEN}` },
  'the connection string is given as the name of an option': { options: { [`InstrumentationKey=${KEY}`]: TOKEN } },
  'the token is given as the credential': { options: { credential: TOKEN, instrumentationKey: KEY } },
  'the token is given as a number': { options: { maxBatchItems: TOKEN, instrumentationKey: KEY } },
}

it.concurrent.each(Object.entries(SCENARIOS))('exposes no secret if %s', async (_, scenario) => {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-secrets-'))
  await using ingestion = await startIngestion(scenario.scheme)
  await using proxy = await startProxy({ login: 'user:another' })
  ingestion.always(scenario.reply ?? status(503, QUOTE))
  const storagePath = join(folder, 'spool')
  if (scenario.directory !== undefined) writeFileSync(storagePath, '')
  const connectionString = `InstrumentationKey=${KEY};IngestionEndpoint=${ingestion.url}`
  const working = { connectionString, storagePath, minRetryDelayMs: 1, proxy: proxyOf(scenario, proxy.url) }

  const ended = await runProgram(join(__dirname, 'programs', 'tells.cjs'), {
    OPTIONS: JSON.stringify(scenario.options ?? working),
    TOKEN,
    ...(scenario.credential === undefined ? {} : { CREDENTIAL: scenario.credential }),
  })

  const spooled = readdirSync(folder, { recursive: true, withFileTypes: true })
  const contents = spooled
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
  const said = [ended.stdout, ended.stderr, spooled.map(({ name }) => name), proxy.targets].join('\n')
  expect(ended.code).toBe(isRefused(scenario) ? 1 : 0)
  expect(isRefused(scenario) ? ended.stderr : ended.stdout).toMatch(/Error: /)
  for (const secret of [KEY, TOKEN, PASSWORD]) expect(said).not.toContain(secret)
  // The service requires the key in each item, so files are for their owner only.
  for (const secret of [TOKEN, PASSWORD]) expect(contents.join('\n')).not.toContain(secret)
  rmSync(folder, { recursive: true })
})

/** The constructor throws an uncaught error. */
function isRefused({ options, proxy }: Scenario): boolean {
  return options !== undefined || proxy === 'is none'
}

function proxyOf({ proxy }: Scenario, url: string): string | undefined {
  if (proxy === undefined) return undefined
  return {
    refuses: url.replace('//', `//user:${PASSWORD}@`),
    'is none': `http://user:${PASSWORD}@no port:http`,
    'is not there': `http://user:${PASSWORD}@127.0.0.1:1`,
  }[proxy]
}

import { type Finished, startIngestion, startProxy, status } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { aSpool, run } from '../cli/a-spool'

const KEY = 'c0ffee00-1234-4abc-8def-0123456789ab'
const PASSWORD = 'canary-password'
const LOGGED = 'canary-message'
const QUOTE = `${KEY} ${PASSWORD} ${LOGGED}`

/** Only the last four characters of the key may be printed. */
function expectNoSecret({ stdout, stderr }: Finished): void {
  for (const secret of [KEY.slice(0, 8), KEY.slice(-5), PASSWORD, LOGGED]) expect(stdout + stderr).not.toContain(secret)
}

const COMMANDS = [
  ['spool', 'ls'],
  ['spool', 'ls', '--json'],
  ['spool', 'drain'],
  ['doctor'],
  ['spool', 'purge', '--yes'],
]

it.each([
  ['accepts', 200],
  ['rejects an item', 206],
  ['does not know the key', 400],
  ['denies', 401],
  ['redirects', 302],
  ['is in trouble', 503],
])('no command prints a secret if the endpoint %s', async (_, code) => {
  await using ingestion = await startIngestion()
  const errors = [{ index: 0, statusCode: 400, message: QUOTE }]
  const body = code === 206 ? JSON.stringify({ itemsReceived: 1, itemsAccepted: 0, errors }) : QUOTE
  ingestion.always(status(code, body, { location: `https://evil.example/${QUOTE}` }))
  const spool = aSpool(`InstrumentationKey=${KEY};IngestionEndpoint=${ingestion.url}`)
  await spool.leaveBatch(LOGGED)
  await spool.leaveJournal(LOGGED)
  for (const command of COMMANDS) expectNoSecret(await run([...command, ...spool.args]))
})

it.each<[string, Readonly<Record<string, string>>]>([
  ['is not there', { HTTPS_PROXY: `http://user:${PASSWORD}@127.0.0.1:9` }],
  ['is invalid', { HTTPS_PROXY: `ftp://user:${PASSWORD}@proxy.example` }],
])('no command prints a secret if the proxy %s', async (_, env) => {
  const spool = aSpool(`InstrumentationKey=${KEY};IngestionEndpoint=https://in.azmon.test`)
  await spool.leaveBatch(LOGGED)
  for (const command of COMMANDS) expectNoSecret(await run([...command, ...spool.args], env))
})

it('no command prints a secret if the proxy requires another login', async () => {
  await using proxy = await startProxy({ login: 'user:other' })
  const spool = aSpool(`InstrumentationKey=${KEY};IngestionEndpoint=https://in.azmon.test`)
  await spool.leaveBatch(LOGGED)
  const env = { HTTPS_PROXY: proxy.url.replace('//', `//user:${PASSWORD}@`) }
  for (const command of COMMANDS) expectNoSecret(await run([...command, ...spool.args], env))
})

it.each([
  [[KEY]],
  [['doctor', KEY]],
  [[`--${KEY}`]],
  [['doctor', `--${KEY}`]],
  [['doctor', `InstrumentationKey=${KEY}`]],
  [['doctor', '--connection-string', KEY]],
  [['spool', 'ls', '--connection-string', `InstrumentationKey=${KEY}x`]],
  [['spool', 'ls', `--json=${KEY}`]],
  [['--port', KEY]],
  [['local', KEY]],
  [['pino', KEY]],
  [['spool', KEY]],
])('does not repeat a secret in the wrong place (%#)', async (args) => {
  const finished = await run(args)
  expect(finished.code).not.toBe(0)
  expectNoSecret(finished)
})

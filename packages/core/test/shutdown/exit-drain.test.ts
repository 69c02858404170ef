import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hang, readSpool, runProgram, type ScriptedIngestion, slackMs, startIngestion, status } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

const LOGGED = ['first', 'second', 'third']

let ingestion: ScriptedIngestion
let storage: string

beforeEach(async () => {
  ingestion = await startIngestion()
  storage = mkdtempSync(join(tmpdir(), 'azmon-exit-'))
})

afterEach(async () => {
  await ingestion.close()
  rmSync(storage, { recursive: true })
})

/** Sending may take long on a busy machine. */
const PATIENT = { signalFlushMs: 10_000 }

const run = (how: string, options: object = PATIENT) =>
  runProgram(join(__dirname, '..', 'programs', 'exits.cjs'), {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    STORAGE: storage,
    HOW: how,
    OPTIONS: JSON.stringify(options),
  })

const delivered = () => ingestion.accepted.map(({ data }) => data.baseData.message)
const stored = () => readSpool(storage).items.map(({ data }) => data.baseData.message)

describe('a process that ends by process.exit() or an error', () => {
  it.each([
    ['exits', 7, ''],
    ['throws', 1, 'RangeError: nobody catches me'],
    ['rejects', 1, 'RangeError: nobody catches me'],
  ])('delivers everything, and keeps its exit code and output: it %s', async (how, code, text) => {
    const ended = await run(how)
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(text) })
    expect([delivered(), stored()]).toEqual([LOGGED, []])
  })

  it('prints the line that threw', async () => {
    const { stderr } = await run('throws')
    expect(stderr).toMatch(/exits\.cjs:\d+\n.*throw new RangeError\('nobody catches me'\)/)
    expect(stderr).not.toContain('azmon/core')
  })

  it.each([
    ['hangs', hang],
    ['is down', status(503)],
  ])('does not wait long for an endpoint that %s, and stores everything', async (_, reply) => {
    ingestion.always(reply)
    const ended = await run('exits', { signalFlushMs: 200 })
    expect(ended).toMatchObject({ code: 7, stdout: '', stderr: '' })
    expect([delivered(), stored()]).toEqual([[], LOGGED])
    expect(ended.elapsedMs).toBeLessThan(5_000 + (await slackMs()))
  })

  it.each([
    ['signalFlushMs is 0', 'exits', { signalFlushMs: 0 }],
    ['it is a worker thread', 'exits in a thread', PATIENT],
  ])('stores everything if %s', async (_, how, options) => {
    await run(how, options)
    expect([delivered(), stored()]).toEqual([[], LOGGED])
  })

  it('sends the last token of the credential', async () => {
    await run('exits after a signed request')
    expect(delivered()).toEqual(['signed', ...LOGGED])
    expect(ingestion.requests.map(({ headers }) => headers['authorization'])).toEqual(times(2, 'Bearer the-token'))
  })

  it('sends its own files among those of other processes', async () => {
    await run('exits', { signalFlushMs: 0 })
    const folder = join(storage, readdirSync(storage)[0] ?? '')
    const [name = ''] = readdirSync(folder).filter((each) => each.endsWith('.rdy'))
    const content = readFileSync(join(folder, name))
    rmSync(join(folder, name))
    for (let writer = 0; writer < 300; writer++) {
      const [tag, time, , ...rest] = name.split('-')
      const other = [tag, time, writer.toString(16).padStart(16, '0'), ...rest].join('-')
      writeFileSync(join(folder, other), content, { mode: 0o600 })
    }
    await run('exits')
    expect(delivered()).toEqual(LOGGED)
    expect(stored()).toHaveLength(300 * LOGGED.length)
  })

  it('warns once how many items are lost if neither endpoint nor disk accepts them', async () => {
    ingestion.always(status(503))
    const { stderr } = await run('exits', { storagePath: '/proc/no-place' })
    expect(stderr).toMatch(/AzmonWarning: 3 telemetry items were lost when the process ended\. .*npx azmon doctor/)
  })
})

// --- helpers ---

function times<T>(count: number, one: T): readonly T[] {
  return Array.from({ length: count }, () => one)
}

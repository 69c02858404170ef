import { join } from 'node:path'
import {
  garbage,
  hang,
  reset,
  runProgram,
  runProgramWithBaseline,
  type ScriptedIngestion,
  slackMs,
  startIngestion,
  startUnresponsiveHost,
  status,
  TEST_KEY,
} from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

const sendingTo = (connectionString: string) => ({ APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString })

function run(program: string, env: Readonly<Record<string, string>> = sendingTo(ingestion.connectionString)) {
  return runProgram(join(__dirname, '..', 'programs', program), env)
}

/** Runs `log-once.cjs`, and returns its result and how much longer it took than without telemetry. */
function logOnce(connectionString = ingestion.connectionString) {
  return runProgramWithBaseline(join(__dirname, '..', 'programs', 'log-once.cjs'), sendingTo(connectionString))
}

function messages(): readonly (string | undefined)[] {
  return ingestion.accepted.map((item) => item.data.baseData.message)
}

describe('a process that ends by itself', () => {
  it('delivers its records within 1.5 s', async () => {
    const runs = [await logOnce(), await logOnce(), await logOnce()]
    expect(messages()).toEqual(['the last words', 'the last words', 'the last words'])
    for (const ended of runs) expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(Math.min(...runs.map(({ extraMs }) => extraMs))).toBeLessThan(1_500)
  })

  it('is not kept alive by connections it no longer needs', async () => {
    const idleMs: number[] = []
    for (let i = 0; i < 3; i++) {
      const [flushedMs = Number.NaN, exitedMs = Number.NaN] = (await run('idle.cjs')).stdout
        .trim()
        .split('\n')
        .map(Number)
      idleMs.push(exitedMs - flushedMs)
    }
    expect(messages()).toEqual(['early', 'early', 'early'])
    // The server would keep the connection open for four seconds.
    expect(Math.min(...idleMs)).toBeLessThan(2_000 + (await slackMs()))
  })

  it('calls its own beforeExit listeners once if nothing is queued', async () => {
    expect(await run('counts-before-exit.cjs')).toMatchObject({ code: 0, stdout: 'beforeExit\n' })
  })

  it('delivers records of its own beforeExit listener, and ends', async () => {
    const ended = await run('log-before-exit.cjs')
    expect(ended.code).toBe(0)
    // Node emits beforeExit again after the flush: on a busy machine that item stays on disk.
    expect(messages().slice(0, 2)).toEqual(['work', 'goodbye'])
  })

  it('stays alive for a close that it awaits', async () => {
    ingestion.always(hang)
    const ended = await run('awaits-close.mjs')
    expect(ended).toMatchObject({ code: 0 })
    expect(ended.stderr.match(/AzmonWarning/g)).toHaveLength(1)
    expect(ended.stderr).toContain('400 telemetry items were lost when the client was closed.')
    expect(JSON.parse(ended.stdout)).toMatchObject({ dropped: 400, queued: 0, inFlight: 0 })
  })

  it('stays alive for a flush that it awaits', async () => {
    ingestion.always(hang)
    const ended = await run('awaits-flush.mjs')
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toEqual({ ok: false, sent: 0, spooled: 0, dropped: 0, pending: 1 })
  })

  it.each([
    ['hangs', hang],
    ['resets', reset],
    ['answers garbage', garbage],
    ['says 503', status(503)],
  ])('ends in time, without output, with an endpoint that %s', async (_, reply) => {
    ingestion.always(reply)
    const ended = await logOnce()
    expect(ended).toMatchObject({ code: 0, signal: null, stdout: '', stderr: '' })
    expect(ended.extraMs).toBeLessThan(5_000)
  })

  it('warns, and ends in time, if a web page responds instead of the endpoint', async () => {
    ingestion.always(status(200, '<html>Please log in</html>'))
    const ended = await logOnce()
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/^\(node:\d+\) AzmonWarning: /) })
    expect(ended.stderr).toContain('npx azmon doctor')
    expect(ended.extraMs).toBeLessThan(5_000)
  })

  it('does not fail if onError throws', async () => {
    ingestion.always(status(503))
    expect(await run('async-on-error.cjs')).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ingestion.requests).toHaveLength(1)
  })

  it('does not wait for an endpoint that refuses connections', async () => {
    await ingestion.close()
    const ended = await logOnce()
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ended.extraMs).toBeLessThan(3_000)
  })

  it('waits at most exitFlushMs for a host that does not respond', async () => {
    const deaf = await startUnresponsiveHost()
    const ended = await logOnce(`InstrumentationKey=${TEST_KEY};IngestionEndpoint=${deaf.url}`)
    await deaf.close()
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ended.extraMs).toBeLessThan(5_000)
  })

  it('warns once, with the cure, if nothing is configured', async () => {
    const ended = await run('log-once.cjs', {})
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr.match(/AzmonWarning/g)).toHaveLength(1)
    expect(ended.stderr).toContain('npx azmon')
  })

  it('can use a client without a connection string', async () => {
    const ended = await run('leads-nowhere.cjs', {})
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      flushed: { ok: true, sent: 0, spooled: 0, dropped: 0, pending: 0 },
      closed: { ok: true },
      stats: { disabled: true, received: 0 },
    })
  })

  it('warns once if its clients have different delivery options', async () => {
    const ended = await run('different-options.cjs')
    expect(ended.stderr.match(/AzmonWarning/g)).toHaveLength(1)
    expect(ended.stderr).toContain('maxBatchItems was set by the first client of this destination')
  })

  it('prints nothing if telemetry is switched off', async () => {
    expect(await run('log-once.cjs', { AZMON_DISABLED: '1' })).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })
})

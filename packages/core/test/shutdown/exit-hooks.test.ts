import { join } from 'node:path'
import {
  garbage,
  hang,
  reset,
  runBesideDisabled,
  runProgram,
  type ScriptedIngestion,
  slackMs,
  startDeafHost,
  startIngestion,
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

/** What `log-once.cjs` comes to, and how much longer it took than without us. */
function logOnce(connectionString = ingestion.connectionString) {
  return runBesideDisabled(join(__dirname, '..', 'programs', 'log-once.cjs'), sendingTo(connectionString))
}

function messages(): readonly (string | undefined)[] {
  return ingestion.accepted.map((item) => item.data.baseData.message)
}

describe('a process that ends by itself', () => {
  it('has delivered what it logged, within 1.5 s more', async () => {
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
    // Such a connection would be kept for four seconds.
    expect(Math.min(...idleMs)).toBeLessThan(2_000 + (await slackMs()))
  })

  it('asks its own listeners once when nothing waits, as without us', async () => {
    expect(await run('counts-before-exit.cjs')).toMatchObject({ code: 0, stdout: 'beforeExit\n' })
  })

  it('delivers what is logged while it ends, and ends', async () => {
    const ended = await run('log-before-exit.cjs')
    expect(ended.code).toBe(0)
    // Node asks once more after the flush: a machine that is very busy keeps that one on disk.
    expect(messages().slice(0, 2)).toEqual(['work', 'goodbye'])
  })

  it('stays for a close that it awaits', async () => {
    ingestion.always(hang)
    const ended = await run('awaits-close.mjs')
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toMatchObject({ dropped: 400, queued: 0, inFlight: 0 })
  })

  it('stays for a flush that it awaits', async () => {
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
  ])('is not held, broken or printed over by an endpoint that %s', async (_, reply) => {
    ingestion.always(reply)
    const ended = await logOnce()
    expect(ended).toMatchObject({ code: 0, signal: null, stdout: '', stderr: '' })
    expect(ended.extraMs).toBeLessThan(5_000)
  })

  it('is told, and not held, by a web page that answers in the place of the endpoint', async () => {
    ingestion.always(status(200, '<html>Please log in</html>'))
    const ended = await logOnce()
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/^\(node:\d+\) AzmonWarning: /) })
    expect(ended.stderr).toContain('npx azmon doctor')
    expect(ended.extraMs).toBeLessThan(5_000)
  })

  it('does not end by an onError that fails', async () => {
    ingestion.always(status(503))
    expect(await run('async-on-error.cjs')).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ingestion.requests).toHaveLength(1)
  })

  it('is not held by an endpoint that is not there', async () => {
    await ingestion.close()
    const ended = await logOnce()
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ended.extraMs).toBeLessThan(3_000)
  })

  it('is not held longer than exitFlushMs by a host that does not answer at all', async () => {
    const deaf = await startDeafHost()
    const ended = await logOnce(`InstrumentationKey=${TEST_KEY};IngestionEndpoint=${deaf.url}`)
    await deaf.close()
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ended.extraMs).toBeLessThan(5_000)
  })

  it('is told once, with the cure, when nothing is configured', async () => {
    const ended = await run('log-once.cjs', {})
    expect(ended).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr.match(/AzmonWarning/g)).toHaveLength(1)
    expect(ended.stderr).toContain('npx azmon')
  })

  it('can use a client that leads nowhere', async () => {
    const ended = await run('leads-nowhere.cjs', {})
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      flushed: { ok: true, sent: 0, spooled: 0, dropped: 0, pending: 0 },
      closed: { ok: true },
      stats: { disabled: true, received: 0 },
    })
  })

  it('is told once when its clients want different delivery', async () => {
    const ended = await run('different-options.cjs')
    expect(ended.stderr.match(/AzmonWarning/g)).toHaveLength(1)
    expect(ended.stderr).toContain('maxBatchItems was set by the first client of this destination')
  })

  it('hears nothing when telemetry is switched off', async () => {
    expect(await run('log-once.cjs', { AZMON_DISABLED: '1' })).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })
})

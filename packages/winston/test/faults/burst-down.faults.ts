import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprintOf, Oracle, readSpool, runProgram, slackMs, startGate, startSink } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const RECORDS = Number(process.env['BURST_RECORDS'] ?? 100_000)
const MAX_DRAIN_MS = 60_000

/** Beyond what winston's own streams hold on to until the loop is over. */
const MAX_GROWTH_BYTES = 24 * 1_048_576

const program = (name: string) => join(__dirname, 'programs', name)

it.each([
  ['with a pause after each thousand', 1_000],
  ['in one synchronous loop', RECORDS],
])(
  `a burst of ${RECORDS} records %s while the endpoint is down is delivered exactly once each by a later process`,
  async (how, turn) => {
    const folder = mkdtempSync(join(tmpdir(), 'azmon-burst-'))
    const oracle = new Oracle()
    await using sink = await startSink((items) => oracle.delivered(items))
    await using gate = await startGate(sink.url)
    await gate.shut()
    const env = { STORAGE: folder, CONNECTION: sink.connectionString.replace(sink.url, gate.url) }
    for (let i = 0; i < RECORDS; i++) {
      const message = `b-${i} The order with the number ${i} has been taken and is being packed`
      oracle.issued(`b-${i}`, fingerprintOf(message))
      oracle.acknowledged(`b-${i}`)
    }

    const size = { RECORDS: String(RECORDS), TURN: String(turn) }
    const without = JSON.parse((await runProgram(program('bursts.cjs'), size)).stdout)
    const burst = await runProgram(program('bursts.cjs'), { ...env, ...size })
    const { stats, peakBytes, growthBytes, worstTurnMs, tookMs } = JSON.parse(burst.stdout)
    const { names, damaged } = readSpool(folder)

    await gate.open()
    const startedMs = performance.now()
    const draining = runProgram(program('drains.cjs'), env)
    await Promise.race([sink.untilAccepted(RECORDS), draining])
    const drainMs = performance.now() - startedMs
    const drained = await draining
    const verdict = oracle.verdict()
    process.stdout.write(
      `burst ${how}: ${Math.round(tookMs)} ms, ${Math.round(tookMs - without.tookMs)} ms more than without us; a turn at most ${Math.round(worstTurnMs)} ms; ` +
        `heap grown by ${mib(growthBytes)} MiB, without us by ${mib(without.growthBytes)}; resident ${mib(peakBytes)} MiB, ${mib(peakBytes - without.peakBytes)} more; ${names.length} files, ${mib(stats.spool.bytes)} MiB; drained in ${Math.round(drainMs)} ms, with ${sink.requests} requests\n`,
    )
    expect(burst).toMatchObject({ code: 0, stderr: '' })
    expect(stats).toMatchObject({ received: RECORDS, sent: 0, droppedByReason: {}, dropped: 0, spooled: RECORDS })
    expect(damaged).toEqual([])
    expect(growthBytes - without.growthBytes).toBeLessThanOrEqual(MAX_GROWTH_BYTES)
    expect(verdict).toMatchObject({ delivered: RECORDS, lost: [], unknown: [], changed: [], mostCopies: 1 })
    expect(drained).toMatchObject({ code: 0, stderr: '' })
    expect(drainMs).toBeLessThan(MAX_DRAIN_MS + (await slackMs()))
    expect(readSpool(folder)).toEqual({ items: [], names: [], damaged: [] })
    rmSync(folder, { recursive: true })
  },
)

function mib(bytes: number): number {
  return Math.round(bytes / 1_048_576)
}

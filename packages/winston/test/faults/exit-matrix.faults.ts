import { join } from 'node:path'
import { type EndpointState, type ExitRun, runToItsEnd, type WayOut } from '@azmon/testkit'
import { afterAll, describe, expect, it } from '@jest/globals'

const WAYS: readonly (readonly [string, WayOut])[] = [
  ['ends by itself', { how: 'ends' }],
  ['calls process.exit(0)', { how: 'exits0' }],
  ['calls process.exit(1)', { how: 'exits1' }],
  ['throws', { how: 'throws' }],
  ['rejects a promise', { how: 'rejects' }],
  ['overflows its stack', { how: 'overflows' }],
  ['gets SIGTERM', { how: 'waits', signals: ['SIGTERM'] }],
  ['gets SIGINT', { how: 'waits', signals: ['SIGINT'] }],
  ['gets SIGHUP', { how: 'waits', signals: ['SIGHUP'] }],
  ['gets SIGINT twice', { how: 'waits', signals: ['SIGINT', 'SIGINT'] }],
  ['throws what winston handles', { how: 'throwsHandled' }],
  ['rejects a promise that winston handles', { how: 'rejectsHandled' }],
]

const MAX_EXTRA_MS: Readonly<Record<EndpointState, number>> = { up: 3_500, hanging: 3_500, refused: 500 }

const IDS = Array.from({ length: 200 }, (_, index) => String(index + 100))

/** An exception has no message of its own. */
const logged = (ids: readonly string[]) => ids.filter((id) => id !== '')

const ends = join(__dirname, 'programs', 'ends.cjs')

/** The same program without telemetry, once for each way. */
const withoutUs = new Map<WayOut, Promise<ExitRun>>()

function baseline(way: WayOut): Promise<ExitRun> {
  const known = withoutUs.get(way) ?? runToItsEnd(ends, way, undefined)
  withoutUs.set(way, known)
  return known
}

const figures: string[] = []
afterAll(() => void process.stdout.write(`${figures.join('\n')}\n`))

describe.each<EndpointState>(['up', 'hanging', 'refused'])('with an endpoint that is %s', (endpoint) => {
  it.each(WAYS)('a process that %s has delivered or stored everything, and ends as without us', async (name, way) => {
    const without = await baseline(way)
    const run = await runToItsEnd(ends, way, endpoint)
    const extraMs = Math.round(run.tookMs - without.tookMs)
    figures.push(
      `${name}, ${endpoint}: ${extraMs} ms more, ${run.delivered.length} delivered, ${run.stored.length} stored, ${run.duplicates} twice`,
    )
    const { code, signal, stdout, stderr } = run.ended
    expect({ code, signal, stdout, stderr }).toEqual({
      code: without.ended.code,
      signal: without.ended.signal,
      stdout: without.ended.stdout,
      stderr: without.ended.stderr,
    })
    const kept = [...run.delivered, ...run.stored]
    expect([...new Set(logged(kept))].sort()).toEqual(IDS)
    expect(kept.includes('')).toBe(way.how.endsWith('Handled'))
    expect(run.duplicates).toBe(0)
    expect(extraMs).toBeLessThanOrEqual(MAX_EXTRA_MS[endpoint])
    if (way.signals !== undefined) expect(run.tookMs).toBeLessThan(2_000)
  })
})

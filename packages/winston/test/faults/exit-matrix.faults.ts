import { join } from 'node:path'
import { type EndpointState, EXIT_WAYS, maxExtraMs, runExitWithBaseline, visibleOutcome } from '@azmon/testkit'
import { afterAll, describe, expect, it } from '@jest/globals'

const WAYS: typeof EXIT_WAYS = [
  ...EXIT_WAYS,
  ['throws an error that winston handles', { how: 'throwsHandled' }],
  ['rejects a promise that winston handles', { how: 'rejectsHandled' }],
]

const IDS = Array.from({ length: 200 }, (_, index) => String(index + 100))

/** An exception has no message of its own. */
const logged = (ids: readonly string[]) => ids.filter((id) => id !== '')

const ends = join(__dirname, 'programs', 'ends.cjs')

const figures: string[] = []
afterAll(() => void process.stdout.write(`${figures.join('\n')}\n`))

describe.each<EndpointState>(['up', 'hanging', 'refused'])('with an endpoint that is %s', (endpoint) => {
  it.concurrent.each(WAYS)(
    'a process that %s has delivered or stored everything, and ends as it would without the transport',
    async (name, way) => {
      const run = await runExitWithBaseline(ends, [name, way], endpoint)
      figures.push(run.figures)
      expect(visibleOutcome(run)).toEqual(visibleOutcome(run.without))
      const kept = [...run.delivered, ...run.stored]
      expect([...new Set(logged(kept))].sort()).toEqual(IDS)
      expect(kept.includes('')).toBe(way.how.endsWith('Handled'))
      expect(run.duplicates).toBe(0)
      expect(run.extraMs).toBeLessThanOrEqual(maxExtraMs(way, endpoint))
      if (way.signals !== undefined) expect(run.tookMs).toBeLessThan(2_000)
    },
  )
})

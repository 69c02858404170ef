import { join } from 'node:path'
import {
  type EndpointState,
  EXIT_WAYS,
  maxExtraMs,
  runExitWithBaseline,
  runToExit,
  visibleOutcome,
} from '@azmon/testkit'
import { afterAll, describe, expect, it } from '@jest/globals'

const IDS = Array.from({ length: 200 }, (_, index) => String(index + 100))

const ends = join(__dirname, 'programs', 'ends.cjs')

const figures: string[] = []
afterAll(() => void process.stdout.write(`${figures.join('\n')}\n`))

describe.each<EndpointState>(['up', 'hanging', 'refused'])('with an endpoint that is %s', (endpoint) => {
  it.concurrent.each(EXIT_WAYS)(
    'a process that %s has delivered or stored everything, and ends as it would without azmon',
    async (name, way) => {
      const run = await runExitWithBaseline(ends, [name, way], endpoint)
      figures.push(run.figures)
      expect(visibleOutcome(run)).toEqual(visibleOutcome(run.without))
      expect([...new Set([...run.delivered, ...run.stored])].sort()).toEqual(IDS)
      expect(run.duplicates).toBe(0)
      expect(run.extraMs).toBeLessThanOrEqual(maxExtraMs(way, endpoint))
      if (way.signals !== undefined) expect(run.tookMs).toBeLessThan(2_000)
    },
  )
})

describe('with an open request that gets no response', () => {
  it.concurrent.each(EXIT_WAYS)('a process that %s stores everything, once', async (_, way) => {
    const underWay = { OPTIONS: '{"maxBatchAgeMs":10}', AFTER_MS: '500' }
    const run = await runToExit(ends, way, 'hanging', underWay)
    expect(run).toMatchObject({ delivered: [], stored: IDS, duplicates: 0 })
    if (way.signals !== undefined) expect(run.tookMs).toBeLessThan(2_000)
  })
})

it('a queue of 7 MiB is on disk when the process exits, without a long delay', async () => {
  const full = { RECORDS: '7000', TEXT: 'x'.repeat(600) }
  const [without, run] = await Promise.all([
    runToExit(ends, { how: 'exits0' }, undefined),
    runToExit(ends, { how: 'exits0' }, 'hanging', full),
  ])
  const extraMs = Math.round(run.tookMs - without.tookMs)
  figures.push(`calls process.exit(0) with 7,000 items waiting: ${extraMs} ms more, tracking them included`)
  // A disk that others keep busy may pass for slow: what it does not take is counted then.
  const [, lost = '0'] = /: (\d+) telemetry items were lost/.exec(run.ended.stderr) ?? []
  expect(run).toMatchObject({ ended: { code: 0 }, delivered: [], duplicates: 0 })
  expect(run.stored.length + Number(lost)).toBe(7_000)
  if (run.slackMs === 0) expect(run.ended.stderr).toBe('')
  expect(extraMs).toBeLessThan(maxExtraMs({ how: 'exits0' }, 'hanging'))
})

it.concurrent.each(['spool', 'journal'])(
  'SIGTERM that comes while the process computes for 1.5 s loses nothing: %s',
  async (durability) => {
    const way = { how: 'blocks', signals: ['SIGTERM'] } as const
    const run = await runToExit(ends, way, 'hanging', { OPTIONS: JSON.stringify({ durability }) })
    expect(run).toMatchObject({ ended: { signal: 'SIGTERM', stderr: '' }, delivered: [], stored: IDS })
    expect(run.tookMs).toBeLessThan(3_500)
  },
)

it('SIGTERM, with a healthy endpoint: queued items are delivered before the process ends', async () => {
  const run = await runToExit(ends, { how: 'waits', signals: ['SIGTERM'] }, 'up')
  expect(run).toMatchObject({ ended: { signal: 'SIGTERM' }, delivered: IDS, stored: [], files: [] })
})

it('handleSignals: false leaves signals alone', async () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    const way = { how: 'waits', signals: [signal] }
    const run = await runToExit(ends, way, 'refused', { OPTIONS: '{"handleSignals":false}' })
    expect(run).toMatchObject({ ended: { signal, stderr: '' }, files: [] })
    expect(run.tookMs).toBeLessThan(500)
  }
})

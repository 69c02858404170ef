import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type EndpointState, type ExitRun, maxExtraMs, runToExit } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'

const IDS = Array.from({ length: 200 }, (_, index) => String(index + 100))

const program = (name: string) => join(__dirname, 'programs', name)
const inCompany = program('ends-in-company.cjs')

const ENDPOINTS: readonly EndpointState[] = ['up', 'hanging', 'refused']
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** proper-lockfile depends on version 3, newer packages on version 4. */
const requireHere = createRequire(__filename)
const SIGNAL_EXITS = {
  signalExit3: createRequire(requireHere.resolve('proper-lockfile')).resolve('signal-exit'),
  signalExit4: createRequire(requireHere.resolve('foreground-child')).resolve('signal-exit'),
}

/** All requests have failed before the process ends, so everything is on disk, and the lock is loaded. */
const SPOOLED_EARLY = { OPTIONS: '{"maxBatchAgeMs":10,"minRetryDelayMs":1}', AFTER_MS: '500' }

function kept({ delivered, stored }: ExitRun): readonly string[] {
  return [...delivered, ...stored].sort()
}

/** Node's output for an uncaught error. */
function isRangeError({ ended }: ExitRun): boolean {
  return ended.stderr.includes('RangeError: an exit listener failed')
}

describe('an exit listener that was added before ours', () => {
  it.concurrent.each(['exitThrows', 'exitExits', 'exitRemoves'])('does not prevent storing: %s', async (company) => {
    const env = { WITH: `before ${company}` }
    for (const how of ['exits', 'ends']) {
      const without = await runToExit(inCompany, { how }, undefined, env)
      const run = await runToExit(inCompany, { how }, 'refused', env)
      expect(run.stored).toEqual(IDS)
      expect(run.ended).toMatchObject({ code: without.ended.code, stdout: '' })
      expect(isRangeError(run)).toBe(isRangeError(without))
    }
  })
})

describe('an application that handles SIGTERM itself', () => {
  /** @see ends-in-company.cjs, which calls process.exit() then */
  const SHUTS_DOWN_MS = 1_200

  const isAskedOnce = async (WITH: string) => {
    const way = { how: 'waits', signals: ['SIGTERM'] } as const
    const isAsked = async (endpoint: EndpointState) => {
      const run = await runToExit(inCompany, way, endpoint, { WITH })
      expect(run.ended).toMatchObject({ code: 7, signal: null, stdout: 'ready\nshuts down\n', stderr: '' })
      expect(kept(run)).toEqual(IDS)
      expect(run.tookMs).toBeLessThan(SHUTS_DOWN_MS + maxExtraMs({ how: 'exits' }, endpoint))
    }
    await Promise.all(ENDPOINTS.map(isAsked))
  }

  it.concurrent.each(['before handles', 'after handles', 'before handlesOnce', 'after handlesOnce'])(
    '%s us, is asked once and ends when it wants to',
    isAskedOnce,
  )
})

describe.each(['signalExit3', 'signalExit4'] as const)('%s in the same process', (version) => {
  const companies = [`before ${version}`, `after ${version}`]
  const cells = companies.flatMap((company) => SIGNALS.map((signal) => [company, signal] as const))

  it.concurrent.each(cells)('%s us: %s ends the process after both have finished', async (WITH, signal) => {
    const env = { WITH, SIGNAL_EXIT: SIGNAL_EXITS[version] }
    const way = { how: 'waits', signals: [signal] }
    const runs = [{}, SPOOLED_EARLY].map((early) => runToExit(inCompany, way, 'refused', { ...env, ...early }))
    for (const run of await Promise.all(runs)) {
      expect(run.ended).toMatchObject({ code: null, signal, stderr: '' })
      expect(run.stored).toEqual(IDS)
      expect(run.tookMs).toBeLessThan(2_000)
      expect(run.ended.stdout).toBe('ready\nsignal-exit\n')
    }
  })
})

it.concurrent.each(SIGNALS)('%s ends a process that holds the lock of its spool', async (signal) => {
  const run = await runToExit(program('ends.cjs'), { how: 'waits', signals: [signal] }, 'refused', SPOOLED_EARLY)
  expect(run).toMatchObject({ ended: { code: null, signal, stderr: '' }, stored: IDS, duplicates: 0 })
  expect(run.tookMs).toBeLessThan(2_000)
})

describe('two clients of different destinations', () => {
  it.concurrent.each<[string, readonly NodeJS.Signals[] | undefined, EndpointState]>([
    ['ends', undefined, 'up'],
    ['ends', undefined, 'hanging'],
    ['exits', undefined, 'hanging'],
    ['waits', ['SIGTERM'], 'up'],
    ['waits', ['SIGTERM'], 'hanging'],
    ['waits', ['SIGINT'], 'refused'],
  ])('are both delivered or stored when the process %s %j, endpoint %s', async (how, signals, endpoint) => {
    const way = signals === undefined ? { how } : { how, signals }
    const two = program('ends-with-two.cjs')
    const runs = [{}, { AZMON_DISABLED: '1' }].map((env) => runToExit(two, way, endpoint, env))
    const [run, without] = (await Promise.all(runs)) as [ExitRun, ExitRun]
    expect(kept(run)).toEqual(IDS)
    if (how === 'waits') expect(run.tookMs).toBeLessThan(2_000)
    else expect(run.tookMs - without.tookMs).toBeLessThan(maxExtraMs(way, endpoint))
  })
})

describe('a client in a worker thread', () => {
  it.concurrent.each<[string, number, EndpointState]>([
    ['ends', 0, 'up'],
    ['ends', 0, 'refused'],
    ['exits', 3, 'refused'],
    ['throws', 1, 'refused'],
  ])('delivers or stores everything when the thread %s with %d, endpoint %s', async (how, code, endpoint) => {
    const run = await runToExit(program('ends-in-worker.cjs'), { how }, endpoint)
    expect(run.ended).toMatchObject({ code: 0, stdout: `worker ${code}\n`, stderr: '' })
    expect(kept(run)).toEqual(IDS)
  })
})

describe('a client in a worker of a cluster', () => {
  it.concurrent.each<[string, EndpointState]>([
    ['kills', 'up'],
    ['kills', 'refused'],
    ['disconnects', 'up'],
    ['disconnects', 'refused'],
    ['signals', 'up'],
    ['signals', 'hanging'],
  ])('delivers or stores everything when the primary %s it, endpoint %s', async (how, endpoint) => {
    const run = await runToExit(program('ends-in-cluster.cjs'), { how }, endpoint)
    expect(run.ended).toMatchObject({ code: 0, stderr: '' })
    expect(kept(run)).toEqual(IDS)
  })
})

describe('a process that forks after it made a client', () => {
  it.concurrent.each<[string, EndpointState]>([
    ['ends', 'up'],
    ['exits', 'refused'],
  ])('and %s sends no item of its child, and vice versa, endpoint %s', async (how, endpoint) => {
    const run = await runToExit(program('ends-after-fork.cjs'), { how }, endpoint)
    expect(run.ended).toMatchObject({ code: 0, stderr: '' })
    expect(run).toMatchObject({ duplicates: 0 })
    expect(kept(run)).toEqual(IDS)
  })
})

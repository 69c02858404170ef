import { join } from 'node:path'
import { type EndpointState, type ExitWay, runToExit } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'

/** What pino waits for its worker. */
const PINO_EXIT_TIMEOUT_MS = 10_000

const WAYS: readonly (readonly [string, ExitWay, number])[] = [
  ['ends by itself', { how: 'ends' }, 0],
  ['calls process.exit()', { how: 'exits' }, 0],
  ['throws', { how: 'throws' }, 1],
  ['rejects a promise', { how: 'rejects' }, 1],
  ['calls process.exit() before the worker is ready', { how: 'exitsAtOnce' }, 0],
  ['handles SIGTERM by process.exit()', { how: 'waits', signals: ['SIGTERM'] }, 0],
]

const NUMBERS = Array.from({ length: 200 }, (_, index) => String(index + 100))

describe.each<EndpointState>(['up', 'refused', 'hanging'])('with an endpoint that is %s', (endpoint) => {
  it.concurrent.each(WAYS)('a process that %s has delivered or stored everything', async (_, way, code) => {
    const { ended, tookMs, delivered, stored, duplicates } = await runToExit(
      join(__dirname, '..', 'programs', 'ends.cjs'),
      way,
      endpoint,
    )
    expect(ended.code).toBe(code)
    expect([...delivered, ...stored].sort()).toEqual(NUMBERS)
    expect(duplicates).toBe(0)
    expect(tookMs).toBeLessThan(PINO_EXIT_TIMEOUT_MS)
    if (endpoint === 'up') expect(stored).toEqual([])
  })

  it.concurrent.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'a process that dies of %s has in its journal all that the worker had read and not delivered',
    async (signal) => {
      const { ended, delivered, stored } = await runToExit(
        join(__dirname, '..', 'programs', 'journals.cjs'),
        { how: 'waits', signals: [signal] },
        endpoint,
        { RECORDS: '1000' },
      )
      expect(ended).toMatchObject({ signal, stderr: '' })
      expect(new Set([...delivered, ...stored])).toEqual(new Set(Array.from({ length: 1_000 }, (_, i) => String(i))))
    },
  )
})

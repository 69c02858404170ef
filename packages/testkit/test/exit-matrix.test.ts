import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { maxExtraMs, runExitWithBaseline, visibleOutcome } from '../src/exit-matrix'

it('allows extra time for the endpoint, and for the thread that sends at process.exit()', () => {
  expect(maxExtraMs({ how: 'ends' }, 'refused')).toBe(4_000)
  expect(maxExtraMs({ how: 'exits0' }, 'refused')).toBe(6_000)
  expect(maxExtraMs({ how: 'exits0' }, 'hanging')).toBe(7_000)
  expect(maxExtraMs({ how: 'waits', signals: ['SIGTERM'] }, 'refused')).toBe(4_000)
})

it('compares an exit with that of the same program without telemetry', async () => {
  const run = await runExitWithBaseline(join(__dirname, 'programs/exits.cjs'), ['exits', { how: 'exits1' }], 'up')
  expect(visibleOutcome(run)).toEqual({ code: 1, signal: null, stdout: '', stderr: '' })
  expect(visibleOutcome(run.without)).toEqual(visibleOutcome(run))
  expect(run.extraMs).toBe(Math.round(run.tookMs - run.without.tookMs))
  expect(run.figures).toBe(`exits, up: ${run.extraMs} ms more, 1 delivered, 0 stored, 1 twice`)
})

import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { runToExit } from '../src/exit-run'

const PROGRAM = join(__dirname, 'programs/exits.cjs')

it('reports delivered messages, duplicates and the exit code', async () => {
  const run = await runToExit(PROGRAM, { how: 'exits1' }, 'up')
  expect(run).toMatchObject({ delivered: ['first'], stored: [], duplicates: 1, files: [] })
  expect(run.ended).toMatchObject({ code: 1, signal: null })
  expect(run.tookMs).toBe(Math.max(0, run.ended.elapsedMs - run.slackMs))
})

it('sends signals to a program that is ready, and measures the time from the first one', async () => {
  const run = await runToExit(PROGRAM, { how: 'waits', signals: ['SIGTERM'] }, 'refused')
  expect(run).toMatchObject({ delivered: [], ended: { signal: 'SIGTERM', stdout: 'ready\n' } })
  expect(run.tookMs).toBeLessThan(run.ended.elapsedMs)
})

it('runs a program without telemetry', async () => {
  expect(await runToExit(PROGRAM, { how: 'ends' }, undefined)).toMatchObject({ delivered: [], ended: { code: 0 } })
})

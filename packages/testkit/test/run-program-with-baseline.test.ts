import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { runProgramWithBaseline } from '../src/run-program-with-baseline'

it('returns the outcome with telemetry, and the time beyond that of the run without', async () => {
  const run = await runProgramWithBaseline(join(__dirname, 'programs/echoes.cjs'), {})
  expect(run).toMatchObject({ code: 0, stdout: '\nPATH,XDG_STATE_HOME\n' })
  expect(run.extraMs).toBeLessThan(run.elapsedMs)
})

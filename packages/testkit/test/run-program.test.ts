import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { runProgram } from '../src/run-program'

it('runs a program with its own environment and a temporary state directory', async () => {
  const { code, signal, stdout, stderr, elapsedMs } = await runProgram(
    join(__dirname, 'programs/echoes.cjs'),
    { GIVEN: '1' },
    ['a', 'b'],
  )
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: 'ready\n' })
  expect(stdout).toBe('a,b\nGIVEN,PATH,XDG_STATE_HOME\n')
  expect(elapsedMs).toBeGreaterThan(0)
})

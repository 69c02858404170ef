import { join } from 'node:path'
import { runProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

const PROGRAM = join(__dirname, 'programs', 'warns-at-once.cjs')

it('warnings are printed once, in the format of Node', async () => {
  const { stdout, stderr } = await runProgram(PROGRAM)
  const lines = stderr.split('\n').filter((line) => line.startsWith('(node:'))
  const node = `(node:${stdout.trim()})`
  expect(lines).toEqual([`${node} AzmonWarning: of ours`, `${node} OtherWarning: of another`])
})

it.each([
  [{ NODE_OPTIONS: '--no-warnings' }, []],
  [{ NODE_NO_WARNINGS: '1' }, []],
  [{ NODE_OPTIONS: '--disable-warning=AzmonWarning' }, ['OtherWarning: of another']],
])('warnings are printed according to the settings of Node: %j', async (env, warnings) => {
  const { stderr } = await runProgram(PROGRAM, env)
  expect(stderr.match(/\w+Warning: .*/g) ?? []).toEqual(warnings)
})

import { expect, it } from '@jest/globals'
import { npmCommand } from '../../src/cli/npm-command'

const ARGS = ['exec', '--package=a@1.0.0', '--', 'node', '-p', 'two words']

it.each<NodeJS.Platform>(['win32', 'linux'])('is the npm that started azmon, without a shell: %s', (platform) => {
  const runner = 'C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js'
  expect(npmCommand(ARGS, { runner, platform })).toEqual({
    file: process.execPath,
    args: [runner, ...ARGS],
    shell: false,
  })
})

it.each([undefined, '/usr/lib/node_modules/pnpm/bin/pnpm.cjs'])('is the one that the system finds: %s', (runner) => {
  expect(npmCommand(ARGS, { runner, platform: 'linux' })).toEqual({ file: 'npm', args: ARGS, shell: false })
})

it('is one string for the shell if npm is a script on this system', () => {
  const args = ['exec', '--package=a@^1 || 2', '--']
  expect(npmCommand(args, { runner: undefined, platform: 'win32' })).toEqual({
    file: 'npm "exec" "--package=a@^1 || 2" "--"',
    args: [],
    shell: true,
  })
})

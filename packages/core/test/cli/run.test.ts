import { expect, it } from '@jest/globals'
import { run } from './a-spool'

it.each([
  [['--help'], 'spool drain'],
  [[], 'spool drain'],
  [['-h'], 'spool drain'],
  [['spool', '--help'], 'spool drain'],
  [['spool', 'ls', '--help'], '--json'],
  [['spool', 'drain', '--help'], 'Ctrl-C'],
  [['spool', 'purge', '--help'], '--yes'],
  [['doctor', '--help'], '--no-send'],
])('explains itself to %p', async (args, expected) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(expected)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
})

it('tells its version', async () => {
  expect(await run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

it.each([
  [['doktor'], 'doktor is not a command. Did you mean doctor?'],
  [['drain'], 'drain is not a command. Did you mean spool drain?'],
  [['spool', 'pruge'], 'spool pruge is not a command. Did you mean spool purge?'],
  [['spool'], 'spool needs to know what to do: ls, drain or purge.'],
  [['entirely-different'], 'There are spool ls, spool drain, spool purge, doctor.'],
  [['doctor', 'extra'], 'doctor extra is not a command.'],
  [['spool', 'ls', '--jsn'], '--jsn is not an option of spool ls. Did you mean --json?'],
  [['spool', 'drain', '--yes'], '--yes is not an option of spool drain.'],
  [['spool', 'ls', '--json=1'], '--json takes no value.'],
  [['spool', 'ls', '--storage-path'], '--storage-path needs a value after it.'],
  [['spool', 'ls', '--storage-path', '--json'], '--storage-path needs a value after it.'],
  [['doctor', '--connection-string='], '--connection-string needs a value after it.'],
])('answers %p in one line, names what was meant, and ends with 2', async (args, reason) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(reason)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

it.each([['drain'], ['purge']])('does not guess for which resource it is to %s', async (what) => {
  const { code, stdout, stderr } = await run(['spool', what])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('No connection string was given')
})

it('names the field of a connection string that cannot be one', async () => {
  const { code, stderr } = await run(['spool', 'ls'], { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x' })
  expect(code).toBe(2)
  expect(stderr).toContain('InstrumentationKey must be a GUID')
})

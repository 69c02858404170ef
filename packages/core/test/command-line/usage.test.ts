import { expect, it } from '@jest/globals'
import type { Command } from '../../src/command-line'
import { usageOf } from '../../src/command-line/usage'

const COMMAND: Command = {
  name: 'azmon test',
  version: '1.2.3',
  summary: 'test the usage',
  options: {
    cloudRole: { kind: 'string', placeholder: '<name>', help: 'the role' },
    json: { kind: 'flag', short: 'j', help: 'print JSON' },
  },
  notes: ['A note.', '  azmon test --json'],
  exitCodes: { 0: 'all is well', 130: 'interrupted' },
  run: () => 0,
}

it('the usage lists options and exit codes in columns, and keeps the order of the notes', () => {
  expect(usageOf(COMMAND)).toBe(`azmon test: test the usage

Usage: azmon test [options]

Options:
  --cloud-role <name>  the role
  -j, --json           print JSON
  -h, --help           show this text
  --version            show the version

A note.

  azmon test --json

Exit codes:
  0    all is well
  130  interrupted`)
})

it('a command may describe its arguments itself', () => {
  expect(usageOf({ ...COMMAND, usage: 'azmon test <file>' })).toContain('\nUsage: azmon test <file>\n')
})

it('long lines are broken between words, but not lines that begin with a space', () => {
  const words = 'word '.repeat(30).trim()
  const help = { kind: 'flag', help: words } as const
  const text = usageOf({ ...COMMAND, options: { help2: help }, notes: [`${words}\n ${words}`] })
  const long = text.split('\n').filter((line) => line.length > 100)
  expect(long).toEqual([` ${words}`])
  expect(text.match(/\bword\b/g)).toHaveLength(90)
})

it('the usage shows an argument, in brackets if it may be left out, and the choices of an option', () => {
  const options = { format: { kind: 'choice', choices: ['table', 'csv'], help: 'how to print' } } as const
  const usage = (isRequired: boolean) =>
    usageOf({ ...COMMAND, options, argument: { placeholder: '<file>', isRequired } })
  expect(usage(true)).toContain('\nUsage: azmon test [options] <file>\n')
  expect(usage(false)).toContain('\nUsage: azmon test [options] [<file>]\n')
  expect(usage(true)).toContain('  --format table|csv  how to print\n')
})

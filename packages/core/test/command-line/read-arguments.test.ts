import { describe, expect, it } from '@jest/globals'
import type { Options } from '../../src/command-line'
import { readArguments } from '../../src/command-line/read-arguments'

const OPTIONS = {
  storagePath: { kind: 'string', placeholder: '<directory>', help: '' },
  port: { kind: 'whole-number', placeholder: '<port>', min: 0, max: 65_535, help: '' },
  maxRows: { kind: 'whole-number', placeholder: '<number>', min: 1, help: '' },
  format: { kind: 'choice', choices: ['table', 'csv'], help: '' },
  last: { kind: 'duration', placeholder: '<time>', help: '' },
  json: { kind: 'flag', help: '' },
  yes: { kind: 'flag', short: 'y', help: '' },
} as const satisfies Options

const read = (...args: string[]) => readArguments({ options: OPTIONS }, args)

it('returns typed values: false for a flag that was not given, undefined for any other option', () => {
  expect(read()).toEqual({ kind: 'run', values: { json: false, yes: false } })
  const given = ['--storage-path', '/a b', '--port=0', '--max-rows', '1000', '--format', 'csv', '--last', '2h']
  expect(read(...given, '--json', '-y')).toEqual({
    kind: 'run',
    values: {
      ...{ storagePath: '/a b', port: 0, maxRows: 1000, format: 'csv', last: 7_200_000 },
      ...{ json: true, yes: true },
    },
  })
})

it('takes the last of two values', () => {
  expect(read('--port', '1', '--port', '2')).toMatchObject({ values: { port: 2 } })
})

it.each([[['--help']], [['-h']], [['-yh']], [['argument', '--help']]])('reads %p as a request for help', (args) => {
  expect(read(...args)).toEqual({ kind: 'help' })
})

it('reads --version', () => {
  expect(read('--version')).toEqual({ kind: 'version' })
})

it.each([
  [['--jsn'], '--jsn is not an option. Did you mean --json?'],
  [['--prot', '0'], '--prot is not an option. Did you mean --port?'],
  [['--storagePath', 'x'], '--storagePath is not an option. Did you mean --storage-path?'],
  [
    ['--different'],
    '--different is not an option. The options are --storage-path, --port, --max-rows, --format, --last, --json, --yes, --help, --version.',
  ],
  [['--json=1'], '--json takes no value.'],
  [['--storage-path'], '--storage-path needs a value: <directory>.'],
  [['--storage-path='], '--storage-path needs a value: <directory>.'],
  [['--storage-path', '--json'], '--storage-path needs a value: <directory>.'],
  [['--port'], '--port needs a value: <port>.'],
  [['--port', 'abc'], "--port must be a whole number from 0 to 65535, got 'abc'."],
  [['--port', '65536'], "--port must be a whole number from 0 to 65535, got '65536'."],
  [['--port', '-1'], "--port must be a whole number from 0 to 65535, got '-1'."],
  [['--port', '1.5'], "--port must be a whole number from 0 to 65535, got '1.5'."],
  [['--port='], "--port must be a whole number from 0 to 65535, got ''."],
  [['--max-rows', '0'], "--max-rows must be a whole number of at least 1, got '0'."],
  [['--format', 'tabel'], "--format must be one of table, csv, got 'tabel'. Did you mean table?"],
  [['--format', 'xml'], "--format must be one of table, csv, got 'xml'."],
  [['--format'], '--format needs a value: table|csv.'],
  [['--last', '2 weeks'], "--last must be a time such as 90s, 30m, 2h or 1d, got '2 weeks'."],
  [['extra'], "Only options are accepted, not 'extra'."],
  [['--json', '--', '--yes'], "Only options are accepted, not '--yes'."],
])('explains what is wrong with %p', (args, reason) => {
  expect(read(...args)).toEqual({ kind: 'misuse', reason })
})

describe('an argument', () => {
  const readOne = (isRequired: boolean, ...args: string[]) =>
    readArguments({ options: OPTIONS, argument: { placeholder: '<query>', isRequired } }, args)

  it('may stand before and after options, and begin with a dash after --', () => {
    expect(readOne(true, 'traces', '--json')).toMatchObject({ kind: 'run', argument: 'traces' })
    expect(readOne(true, '--json', 'traces')).toMatchObject({ kind: 'run', argument: 'traces' })
    expect(readOne(true, '--', '--comment')).toMatchObject({ kind: 'run', argument: '--comment' })
  })

  it('is undefined if it was not given, or missing if it is required', () => {
    expect(readOne(false)).toMatchObject({ kind: 'run', argument: undefined })
    expect(readOne(true)).toEqual({ kind: 'misuse', reason: '<query> is missing.' })
  })

  it('is only one, because a shell splits a query without quotes', () => {
    const reason = 'Only one argument is accepted. Put <query> in quotes.'
    expect(readOne(false, 'traces', 'take')).toEqual({ kind: 'misuse', reason })
  })
})

it('never repeats a string that may be a key', () => {
  const key = 'c0ffee00-1234-4abc-8def-0123456789ab'
  const lines = [[key], [`--${key}`], ['--port', key], [`--json=${key}`], [`InstrumentationKey=${key}`], ['--key', key]]
  for (const args of lines) {
    const request = read(...args)
    expect(request).toEqual({ kind: 'misuse', reason: expect.not.stringContaining('c0ffee00') })
  }
  expect(read(key)).toEqual({ kind: 'misuse', reason: 'Only options are accepted, not a string of 36 characters.' })
})

it.each(['__proto__', 'constructor', 'toString'])('knows no option --%s', (name) => {
  expect(read(`--${name}`).kind).toBe('misuse')
})

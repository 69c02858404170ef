import { describe, expect, it } from '@jest/globals'
import { type Command, runCommand, type Terminal } from '../../src/command-line'
import { usageOf } from '../../src/command-line/usage'
import { ConfigurationError } from '../../src/errors'

const OPTIONS = {
  cloudRole: { kind: 'string', placeholder: '<name>', help: 'the role' },
  json: { kind: 'flag', short: 'j', help: 'print JSON' },
} as const

function aCommand(run: Command<typeof OPTIONS>['run'] = () => 0): Command<typeof OPTIONS> {
  return {
    name: 'azmon test',
    version: '1.2.3',
    summary: 'test the runner',
    options: OPTIONS,
    notes: [],
    exitCodes: { 0: 'all is well', 130: 'interrupted' },
    run,
  }
}

/** Runs it and returns the exit code and what it printed. */
async function run(command: Command<typeof OPTIONS>, ...args: string[]) {
  const printed: string[] = []
  const remarks: string[] = []
  const terminal: Terminal = {
    env: {},
    print: (line) => printed.push(line),
    remark: (line) => remarks.push(line),
    ask: undefined,
    readInput: undefined,
    columns: undefined,
    outputClosed: new AbortController().signal,
  }
  const code = await runCommand(command, args, terminal)
  return { code, printed, remarks }
}

it('runs the command with the values of its options', async () => {
  const { code, printed } = await run(
    aCommand(({ cloudRole, json }, terminal) => {
      terminal.print(`${cloudRole} ${json}`)
      return 1
    }),
    '--cloud-role',
    'shop',
  )
  expect({ code, printed }).toEqual({ code: 1, printed: ['shop false'] })
})

it('prints the usage', async () => {
  expect(await run(aCommand(), '--help')).toEqual({ code: 0, printed: [usageOf(aCommand())], remarks: [] })
})

it('prints the version', async () => {
  expect(await run(aCommand(), '--version')).toEqual({ code: 0, printed: ['1.2.3'], remarks: [] })
})

it('refuses a wrong command line in one line, in the name of the command', async () => {
  expect(await run(aCommand(), '--jsn')).toEqual({
    code: 2,
    printed: [],
    remarks: ['azmon test: --jsn is not an option. Did you mean --json? See azmon test --help.'],
  })
})

describe('an error', () => {
  const throwing = (error: Error) =>
    aCommand(() => {
      throw error
    })

  it('of the configuration is misuse', async () => {
    const { code, remarks } = await run(throwing(new ConfigurationError('proxy', 'proxy must be a URL.')))
    expect({ code, remarks }).toEqual({ code: 2, remarks: ['azmon test: proxy must be a URL.'] })
  })

  it('with any other code is a failure', async () => {
    const { code, remarks } = await run(throwing(Object.assign(new Error('ENOENT: gone'), { code: 'ENOENT' })))
    expect({ code, remarks }).toEqual({ code: 1, remarks: ['azmon test: ENOENT: gone'] })
  })

  it('without a code is a bug, and is passed on', async () => {
    await expect(run(throwing(new TypeError('a bug')))).rejects.toThrow('a bug')
  })
})

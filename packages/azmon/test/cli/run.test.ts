import { startIngestion, startProgram } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { aFolder, CLI, run } from './a-spool'
import { runHere } from './a-terminal'

const COMMANDS = [
  ['local'],
  ['query'],
  ['tail'],
  ['doctor'],
  ['spool', 'ls'],
  ['spool', 'drain'],
  ['spool', 'purge'],
  ['pino'],
]

describe('azmon --help', () => {
  it.each([[['--help']], [['-h']], [['spool', '--help']]])('shows all commands on one screen for %p', async (args) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(24)
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    for (const words of COMMANDS) expect(stdout).toMatch(new RegExp(`azmon \\[?${words.join(' ')}\\b`))
  })

  it('shows only options that exist', async () => {
    const helpOf = async (words: readonly string[]) => (await runHere([...words, '--help'])).stdout
    const helps = await Promise.all(COMMANDS.map(helpOf))
    for (const [option] of (await helpOf([])).matchAll(/--[a-z-]+/g)) expect(helps.join()).toContain(option)
  })
})

it.each(COMMANDS)('azmon %s %s --help shows the usage', async (...words) => {
  const { code, stdout, stderr } = await runHere([...words, '--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(
    new RegExp(`^azmon ${words.join(' ')}: .*\n\nUsage: .*azmon ${words.join(' ')} \\[options\\].*\n`),
  )
  expect(stdout).toContain('\nExit codes:\n')
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
})

it.each([[['--version']], [['doctor', '--version']], [['local', '--version']]])(
  '%p prints the version',
  async (args) => {
    expect(await run(args)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  },
)

it.each([
  [['docter'], "azmon: 'docter' is not a command. Did you mean doctor?"],
  [['drain'], "azmon: 'drain' is not a command. Did you mean spool drain?"],
  [['spool', 'pruge'], "azmon: 'spool pruge' is not a command. Did you mean spool purge?"],
  [['spool'], 'azmon: spool needs a subcommand: ls, drain or purge.'],
  [['different'], 'The commands are local, query, tail, check, mcp, doctor, spool ls, spool drain, spool purge, pino.'],
  [['check'], 'azmon check: <file> is missing.'],
  [['doctor', 'extra'], "azmon doctor: Only options are accepted, not 'extra'."],
  [['spool', 'ls', '--jsn'], 'azmon spool ls: --jsn is not an option. Did you mean --json?'],
  [['spool', 'drain', '--yes'], 'azmon spool drain: --yes is not an option.'],
  [['--port', 'abc'], "azmon: --port must be a whole number from 0 to 65535, got 'abc'."],
  [['local', '--port', ''], "azmon local: --port must be a whole number from 0 to 65535, got ''."],
  [['spool', 'drain'], 'azmon spool drain: No connection string was given.'],
  [['spool', 'purge'], 'azmon spool purge: No connection string was given.'],
  [['spool', 'ls', '--connection-string', 'InstrumentationKey=x'], 'InstrumentationKey must be a GUID'],
])('answers %p in one line and exits with 2', async (args, reason) => {
  const { code, stdout, stderr } = await run(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(reason)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

it('azmon pino sends lines from a pipe', async () => {
  await using ingestion = await startIngestion()
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString, XDG_STATE_HOME: aFolder() }
  const program = startProgram(CLI, { args: ['pino'], env })
  program.endInput('{"level":30,"msg":"by a pipe"}\nplain\n')
  expect(await program.ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
  expect(ingestion.accepted.map(({ data }) => data.baseData.message)).toEqual(['by a pipe', 'plain'])
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram, type ScriptedIngestion, startIngestion, startProgram } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

/** The command as it was built, as `npx azmon` runs it. */
const CLI = join(__dirname, '../../dist/cli/main.js')

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => runProgram(CLI, env, args)

describe('azmon', () => {
  it('explains itself', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('azmon doctor'),
      stderr: '',
    })
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })

  it.each<[string, string]>([
    ['docter', 'azmon: docter is not a command. Did you mean doctor? (azmon --help shows what there is)\n'],
    ['InstrumentationKey=x', 'azmon: That is not a command. (azmon --help shows what there is)\n'],
  ])('knows no %s, and says so without repeating what may be a key', async (word, expected) => {
    expect(await run([word])).toMatchObject({ code: 2, stdout: '', stderr: expected })
  })

  it('is the local Application Insights, until Ctrl-C', async () => {
    const program = startProgram(CLI, { args: ['--port', '0'] })
    await program.untilPrinted('  Ctrl-C stops')
    program.signal('SIGINT')
    const { code, stdout } = await program.ended
    expect(code).toBe(0)
    expect(stdout).toContain('APPLICATIONINSIGHTS_CONNECTION_STRING="InstrumentationKey=')
  })

  it.each([[['local', '--help']], [['--port', 'x']]])('hands %p to it', async (args) => {
    const { stdout, stderr } = await run(args)
    expect(stdout + stderr).toMatch(/azmon( local)? \[--port <port>\]|azmon: port must be a whole number/)
  })
})

describe('with an endpoint', () => {
  let ingestion: ScriptedIngestion
  let stateHome: string

  beforeEach(async () => {
    ingestion = await startIngestion()
    stateHome = mkdtempSync(join(tmpdir(), 'azmon-cli-'))
  })

  afterEach(async () => {
    await ingestion.close()
    rmSync(stateHome, { recursive: true })
  })

  const env = () => ({
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    XDG_STATE_HOME: stateHome,
  })

  it('azmon doctor finds all well', async () => {
    const { code, stdout } = await run(['doctor'], env())
    expect({ code, failed: stdout.includes('FAILED') }).toEqual({ code: 0, failed: false })
  })

  it('azmon spool ls says what waits, in its own name', async () => {
    expect(await run(['spool', 'ls'], env())).toMatchObject({ code: 0, stderr: '' })
    expect((await run(['spool', '--help'])).stdout).toContain('azmon spool ls')
  })

  it('azmon pino ships what comes by a pipe', async () => {
    const program = startProgram(CLI, { args: ['pino'], env: env() })
    program.endInput('{"level":30,"msg":"by a pipe"}\nplain\n')
    expect(await program.ended).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ingestion.accepted.map(({ data }) => data.baseData.message)).toEqual(['by a pipe', 'plain'])
    expect((await run(['pino', '--help'])).stdout).toContain('node app.js | azmon pino')
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Finished, readSpool, type ScriptedIngestion, startIngestion, startProgram, status } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

/** The command as it was built, as `npx azmon-pino` runs it. */
const BIN = join(__dirname, '..', '..', 'dist', 'cli', 'main.js')
/** Where nothing listens. */
const NOWHERE = 'InstrumentationKey=11111111-2222-4333-8444-555555555555;IngestionEndpoint=http://127.0.0.1:9'

let ingestion: ScriptedIngestion
let folder: string

beforeEach(async () => {
  ingestion = await startIngestion()
  folder = mkdtempSync(join(tmpdir(), 'azmon-pino-cli-'))
})

afterEach(async () => {
  await ingestion.close()
  rmSync(folder, { recursive: true })
})

const environment = (connection?: string) => ({
  XDG_STATE_HOME: folder,
  APPLICATIONINSIGHTS_CONNECTION_STRING: connection,
})

function started(args: readonly string[] = [], connection: string | undefined = ingestion.connectionString) {
  return startProgram(BIN, { args, env: environment(connection) })
}

function run(input: string, args?: readonly string[], connection?: string): Promise<Finished> {
  const program = started(args, connection)
  program.endInput(input)
  return program.ended
}

/** What a shell makes of it, with the command as $BIN. Resolves with what $? and the program say at the end of the pipe. */
async function shell(script: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const pipe = spawn('sh', ['-c', script], {
    cwd: folder,
    env: { ...process.env, ...environment(ingestion.connectionString), NODE: process.execPath, BIN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [pipe.stdout, pipe.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  await once(pipe, 'close')
  return said
}

/** A file of options by which a busy machine has time enough to send what is left at the end. */
function patient(): string {
  const file = join(folder, 'patient.json')
  writeFileSync(file, '{ "exitFlushMs": 20000 }')
  return file
}

const line = (fields: object) => `${JSON.stringify({ level: 30, time: Date.now(), ...fields })}\n`
const arrived = () => ingestion.accepted.map(({ data: { baseData } }) => baseData)
const messages = () => arrived().map(({ message }) => message)

describe('the input', () => {
  it('is sent, JSON as records and other lines as traces, and nothing is printed', async () => {
    const input = `${line({ msg: 'Order placed', orderId: 42 })}Listening on port 80\n${line({ level: 50, msg: 'Card declined' })}`
    expect(await run(input)).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(arrived()).toMatchObject([
      { message: 'Order placed', severityLevel: 1, properties: { orderId: '42', level: 'info' } },
      { message: 'Listening on port 80', severityLevel: 1 },
      { message: 'Card declined', severityLevel: 3 },
    ])
  })

  it('is sent even if the last line has no line break', async () => {
    await run('first\nlast')
    expect(messages()).toEqual(['first', 'last'])
  })

  it('may be empty', async () => {
    expect(await run('')).toMatchObject({ code: 0, stdout: '', stderr: '' })
    expect(ingestion.requests).toEqual([])
  })

  it('arrives exactly once each, even with many lines', async () => {
    const count = 40_000
    const input = Array.from({ length: count }, (_, id) => line({ msg: `${id}`, padding: 'x'.repeat(200) })).join('')
    expect(await run(input, ['--options', patient()])).toMatchObject({ code: 0, stderr: '' })
    expect(new Set(messages()).size).toBe(count)
    expect(arrived()).toHaveLength(count)
  })

  it('is sent before it has ended', async () => {
    const program = started()
    program.writeLine('so far')
    await ingestion.untilAccepted(1)
    program.endInput()
    expect((await program.ended).code).toBe(0)
    expect(messages()).toEqual(['so far'])
  })
})

describe('--pass-through', () => {
  it('prints every byte unchanged', async () => {
    const input = `${line({ msg: 'Bestellung für 5 €' })}plain text\r\n\n  no end`
    expect((await run(input, ['--pass-through'])).stdout).toBe(input)
    expect(messages()).toEqual(['Bestellung für 5 €', 'plain text', '  no end'])
  })

  it('continues to send when the reader has closed the pipe', async () => {
    const lines = Array.from({ length: 20_000 }, (_, id) => `line ${id}`)
    writeFileSync(join(folder, 'lines'), lines.join('\n'))
    await shell('"$NODE" "$BIN" -p --options "$OPTIONS" < lines | head -n 1', { OPTIONS: patient() })
    await ingestion.untilAccepted(lines.length)
    expect(messages()).toHaveLength(lines.length)
    expect(new Set(messages())).toEqual(new Set(lines)) // requests overtake each other
  })
})

describe('if the reader of its output has ended', () => {
  it('continues to send', async () => {
    writeFileSync(join(folder, 'fails.js'), 'module.exports = () => { throw new Error("mine") }')
    writeFileSync(join(folder, 'options.json'), JSON.stringify({ processors: ['./fails.js'] }))
    writeFileSync(join(folder, 'lines'), 'first\nlast')
    const said = await shell('{ "$NODE" "$BIN" --options options.json < lines; echo $? > code; } 2>&1 | true; cat code')
    expect(said).toBe('0\n')
    expect(messages()).toEqual(['first', 'last'])
  })

  it.each(['--help', '--version', '--nonsense'])('%s does not crash', async (option) => {
    const said = await shell(`{ "$NODE" "$BIN" ${option}; echo $? > code; } 2>&1 | true; cat code`)
    expect(said).toBe(option === '--nonsense' ? '2\n' : '0\n')
  })
})

describe('how records are read', () => {
  it('can be set by options', async () => {
    const record = { rank: 'warn', text: 'Order placed', when: Date.now() - 60_000, data: { orderId: 42 } }
    const keys = ['--message-key', 'text', '--level-key', 'rank', '--time-key', 'when', '--nested-key', 'data']
    await run(`${JSON.stringify(record)}\n`, [...keys, '--cloud-role', 'shop'])
    expect(ingestion.accepted).toMatchObject([
      {
        tags: { 'ai.cloud.role': 'shop' },
        data: {
          baseData: { message: 'Order placed', severityLevel: 2, properties: { orderId: '42', level: 'warn' } },
        },
      },
    ])
    expect(Date.now() - Date.parse(ingestion.accepted[0]?.time ?? '')).toBeGreaterThan(59_000)
  })

  it.each([
    ['{ "name": "shop", "version": "1.2.3" }', '1.2.3'],
    ['{ "name": "shop" }', undefined],
  ])('uses role and version of the application in whose folder the command runs: %s', async (content, version) => {
    writeFileSync(join(folder, 'package.json'), content)
    const program = startProgram(BIN, { cwd: folder, env: environment(ingestion.connectionString) })
    program.endInput('hello\n')
    await program.ended
    const [{ tags } = { tags: undefined }] = ingestion.accepted
    expect([tags?.['ai.cloud.role'], tags?.['ai.application.ver']]).toEqual(['shop', version])
  })

  it('can be set by a file, which the command line overrides', async () => {
    const file = join(folder, 'options.json')
    writeFileSync(file, JSON.stringify({ cloudRole: 'file', levelMap: { 35: 4 }, samplingRatioBySeverity: { 1: 0 } }))
    await run(`${line({ msg: 'left out' })}${line({ level: 35, msg: 'Audit' })}`, [
      '--options',
      file,
      '--cloud-role',
      'line',
    ])
    expect(ingestion.accepted).toMatchObject([
      { tags: { 'ai.cloud.role': 'line' }, data: { baseData: { message: 'Audit', severityLevel: 4 } } },
    ])
  })
})

describe('if the input cannot be sent', () => {
  it('warns without a connection string, and the program before the pipe continues', async () => {
    const program = startProgram(BIN, { args: ['-p'], env: environment() })
    program.endInput('hello\n')
    const { code, stdout, stderr } = await program.ended
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'hello\n' })
    expect(stderr).toMatch(/^azmon-pino: No connection string is set, .*APPLICATIONINSIGHTS_CONNECTION_STRING.*\n$/)
  })

  it('stores it on disk for the next run, which sends it', async () => {
    const path = ['--storage-path', join(folder, 'spool')]
    const away = ingestion.connectionString.replace(/:\d+$/, ':9')
    await ingestion.close()
    const { code, stderr } = await run('for later\n', path, away)
    expect(code).toBe(0)
    expect(stderr).toMatch(
      /^azmon-pino: Records on disk, for the next run: 1\. Last error: A request failed: .*ECONNREFUSED\.\n$/,
    )
    expect(readSpool(folder).items).toMatchObject([{ data: { baseData: { message: 'for later' } } }])
  })

  it('does not report records that other runs have on disk', async () => {
    const path = ['--storage-path', join(folder, 'spool')]
    const nowhere = ingestion.connectionString.replace(/:\d+$/, ':9')
    for (const expected of [1, 1]) {
      const { stderr } = await run('for later\n', path, nowhere)
      expect(stderr).toContain(`Records on disk, for the next run: ${expected}.`)
    }
    expect(readSpool(folder).items).toHaveLength(2)
  })

  it('reports lost records, and exits with 1', async () => {
    ingestion.always(status(400))
    const { code, stderr } = await run('refused\n')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^azmon-pino: Records lost: 1 rejected\./)
  })
})

describe('a signal', () => {
  it('ends the program before the pipe, whose last lines still arrive', async () => {
    const pipe = spawn('sh', ['-c', '"$NODE" "$APP" | "$NODE" "$BIN" --pass-through'], {
      env: {
        ...process.env,
        ...environment(ingestion.connectionString),
        NODE: process.execPath,
        APP: join(__dirname, '..', 'programs', 'last-words.cjs'),
        BIN,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true, // a group of its own, which gets a signal as from a terminal
    })
    await once(pipe.stdout.setEncoding('utf8'), 'data')
    process.kill(-(pipe.pid as number), 'SIGINT')
    await ingestion.untilAccepted(2)
    await once(pipe, 'close')
    expect(messages()).toEqual(['first words', 'last words'])
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'a second %s ends the command if its input does not end, and the records are stored',
    async (signal, code) => {
      const program = started(['--pass-through'], NOWHERE)
      program.writeLine('for later')
      await program.untilPrinted('for later')
      program.signal(signal)
      program.signal(signal) // npx hands on what the terminal has sent already
      await program.untilPrinted(
        'azmon-pino: Still reading, because the input has not ended. The next signal ends it at once.',
      )
      program.signal(signal)
      expect(await program.ended).toMatchObject({ code, signal: null })
      expect(readSpool(folder).items).toMatchObject([{ data: { baseData: { message: 'for later' } } }])
    },
  )
})

describe('the command line', () => {
  it.each([['--help'], ['-h']])('prints its help for %s', async (option) => {
    const { code, stdout, stderr } = await run('', [option])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('\nUsage: node app.js | azmon-pino [options]\n')
    expect(Math.max(...stdout.split('\n').map((text) => text.length))).toBeLessThanOrEqual(100)
  })

  it('prints its version', async () => {
    expect(await run('', ['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })

  it.each([
    [['--conection-string', 'x'], '--conection-string is not an option. Did you mean --connection-string?'],
    [['--entirely-different'], '--entirely-different is not an option.'],
    [['--pass-thru'], '--pass-thru is not an option. Did you mean --pass-through?'],
    [['-x'], '-x is not an option.'],
    [['--cloud-role'], '--cloud-role needs a value: <name>.'],
    [['--cloud-role', '-p'], '--cloud-role needs a value: <name>.'],
    [['--pass-through=yes'], '--pass-through takes no value.'],
    [['app.js'], "Only options are accepted, not 'app.js'."],
    [['--options', 'not-there.json'], 'The --options file cannot be read as JSON (ENOENT).'],
    [['--options', __filename], 'The --options file cannot be read as JSON.'],
    [['--options', join(__dirname, '..', 'tsconfig.json')], 'extends is not an option. The options are'],
    [['--connection-string', 'InstrumentationKey=x'], 'InstrumentationKey must be a GUID'],
  ])('rejects %p with one line, sends nothing, and exits with 2', async (args, reason) => {
    const { code, stdout, stderr } = await run('unread\n', args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(reason)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(ingestion.requests).toEqual([])
  })

  it.each<[object, string]>([
    [{ uncaught: 'record' }, 'uncaught is not an option here. It works only inside a program.'],
    [{ messageKey: 'text' }, 'messageKey is not an option here. Use --message-key.'],
    [{ errorKey: 'failure' }, 'errorKey is not an option. Did you mean errorKeys?'],
    [{ customLevels: { audit: 35 } }, '{ "levelMap": { "35": 1 } }'],
  ])('rejects a file with %j and names the alternative', async (options, fix) => {
    const file = join(folder, 'options.json')
    writeFileSync(file, JSON.stringify(options))
    expect(await run('', ['--options', file])).toMatchObject({ code: 2, stderr: expect.stringContaining(fix) })
  })

  it('does not accept an array of options', async () => {
    writeFileSync(join(folder, 'list.json'), '[]')
    const { code, stderr } = await run('', ['--options', join(folder, 'list.json')])
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('must contain an object') })
  })

  it('never prints a key that is in the wrong place', async () => {
    const key = '0f0f0f0f-2222-4333-8444-555555555555'
    for (const args of [[`InstrumentationKey=${key}`], [`--${key}`], ['--cloud-role', `--${key}`], [`--key=${key}`]]) {
      expect((await run('', args)).stderr).not.toContain(key)
    }
  })
})

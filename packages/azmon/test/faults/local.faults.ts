import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startIngestion, startProgram, status } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { openCommand } from '../../src/cli/local/open-browser'
import { aFolder, CLI, run } from '../cli/a-spool'

const READY = '  Ctrl-C stops'

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'prints its address and the setting for each shell, and stops on %s',
  async (signal) => {
    const program = startProgram(CLI, { args: ['--port', '0'] })
    await program.untilPrinted(READY)
    program.signal(signal)
    program.signal(signal) // as npx passes on the Ctrl-C of the terminal
    const { code, stdout, stderr } = await program.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [endpoint = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout) ?? []
    const connectionString = `InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`
    const setting = `APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}"`
    expect(stdout).toContain(`  bash          export ${setting}\n`)
    expect(stdout).toContain(`  PowerShell    $env:${setting}\n`)
    expect(stdout).toContain(`  .env          ${setting}\n`)
    const [, caPath = ''] = /export NODE_EXTRA_CA_CERTS="(.+)"\n/.exec(stdout) ?? []
    expect(readFileSync(caPath, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----\n/)
    expect(stdout).toContain(`  follow        npx azmon tail --source ${endpoint}/\n`)
    expect(stdout).toContain(`  query         npx azmon query --source ${endpoint}/ 'requests | take 10'\n`)
    expect(stdout).toContain('Telemetry is kept in memory until this process ends')
  },
)

it('answers at its address and keeps its telemetry in the file of --data', async () => {
  const data = join(aFolder(), 'telemetry.duckdb')
  const lines: string[] = []
  const program = startProgram(CLI, {
    args: ['local', '--port', '0', '--data', data],
    onLine: (line) => lines.push(line),
  })
  await program.untilPrinted(READY)
  const [url = ''] = /http:\/\/\S+/.exec(lines.join('\n')) ?? []
  expect((await fetch(url)).status).toBe(200)
  program.signal('SIGINT')
  expect((await program.ended).code).toBe(0)
  expect(lines).toContain(`  Telemetry is kept in ${data}`)
  expect(existsSync(data)).toBe(true)
})

it('prints how containers reach it, and lets only them and readers with the token in', async () => {
  const lines: string[] = []
  const args = ['--port', '0', '--host', '127.0.0.1', '--allow-host', 'host.docker.internal']
  const program = startProgram(CLI, { args, onLine: (line) => lines.push(line) })
  await program.untilPrinted(READY)
  const printed = lines.join('\n')
  const [url = '', origin = ''] = /(http:\/\/127\.0\.0\.1:\d+)\/\?token=[0-9a-f]{32}/.exec(printed) ?? []
  expect(printed).toMatch(/IngestionEndpoint=http:\/\/host\.docker\.internal:\d+;.*\n +AZMON_ALLOW_PRIVATE_HTTP=1\n/)
  expect(printed).toMatch(/\n {2}follow {8}AZMON_LOCAL_TOKEN=[0-9a-f]{32} npx azmon tail --source http:\S+\/\n/)
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(303)
  expect((await fetch(origin)).status).toBe(401)
  program.signal('SIGINT')
  expect((await program.ended).code).toBe(0)
})

it('says how to choose another port if its port is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const { code, stdout, stderr } = await run(['--port', String(port)])
  await new Promise((resolve) => server.close(resolve))
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: `azmon: Port ${port} on 127.0.0.1 or ::1 is in use by another program. Stop it, or choose another with --port (0 selects any free port).\n`,
  })
})

it('names the path if it cannot keep data there', async () => {
  const { code, stderr } = await run(['--port', '0', '--data', join(__dirname, 'missing', 'telemetry.duckdb')])
  expect(code).toBe(1)
  expect(stderr).toContain(join('missing', 'telemetry.duckdb'))
})

it('says in one line that DuckDB cannot be loaded', async () => {
  const withoutDuckDb = `data:text/javascript,${encodeURIComponent(`
    import module from 'node:module'
    const load = module._load
    module._load = (name, ...rest) => {
      if (name.startsWith('@duckdb/node-bindings')) throw new Error('No build for this platform')
      return load(name, ...rest)
    }`)}`
  const { code, stderr } = await run(['--port', '0'], { NODE_OPTIONS: `--import ${withoutDuckDb}` })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^azmon: DuckDB cannot be loaded on .*: No build for this platform\. .*\n$/)
})

it('fails on request, and refuses a wrong fault', async () => {
  const lines: string[] = []
  const args = ['--port', '0', '--fault', '503:times=1, slow=1ms']
  const program = startProgram(CLI, { args, onLine: (line) => lines.push(line) })
  await program.untilPrinted(READY)
  const [url = ''] = /http:\/\/\S+/.exec(lines.join('\n')) ?? []
  const response = await fetch(new URL('v2.1/track', url), { method: 'POST', body: '[]' })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
  program.signal('SIGINT')
  expect((await program.ended).code).toBe(0)

  const { code, stderr } = await run(['--fault', '503:soon'])
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('503:soon has a part that is neither a duration such as 10s'),
  ])
})

it('sends what arrives to the target of --forward, and says at the end what waits on disk', async () => {
  await using target = await startIngestion()
  target.always(status(503))
  const lines: string[] = []
  const args = ['--port', '0', '--forward', target.connectionString]
  const program = startProgram(CLI, { args, env: { XDG_STATE_HOME: aFolder() }, onLine: (line) => lines.push(line) })
  await program.untilPrinted(READY)
  expect(lines).toContain(`  Telemetry is also sent to ${target.url}`)
  const [url = ''] = /http:\/\/\S+/.exec(lines.join('\n')) ?? []
  const item = {
    time: new Date().toISOString(),
    name: 'Message',
    iKey: '00000000-0000-4000-8000-000000000000',
    data: { baseType: 'MessageData', baseData: { ver: 2, message: 'kept' } },
  }
  expect((await fetch(new URL('v2.1/track', url), { method: 'POST', body: JSON.stringify(item) })).status).toBe(200)
  program.signal('SIGINT')
  const { code, stderr } = await program.ended
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining(`1 item for ${target.url} on disk, which the next start sends.`),
  ])
})

it('adds the rows of the file of --import before it is ready, and does not start with a broken file', async () => {
  const folder = aFolder()
  const [file, broken] = [join(folder, 'run.jsonl'), join(folder, 'broken.jsonl')]
  const row = { itemId: '00000000-0000-4000-8000-000000000001', timestamp: new Date().toISOString(), message: 'kept' }
  const old = { ...row, itemId: '00000000-0000-4000-8000-000000000002', timestamp: '2020-01-01T00:00:00Z' }
  const lines = [
    { format: 'azmon-telemetry', version: 1 },
    ...[row, row, old].map((each) => ({ table: 'traces', row: each })),
  ]
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'))
  writeFileSync(broken, `${readFileSync(file, 'utf8')}\n{`)
  const program = startProgram(CLI, { args: ['--port', '0', '--import', file] })
  await program.untilPrinted(READY)
  program.signal('SIGINT')
  const { code, stderr } = await program.ended
  expect([code, stderr]).toEqual([
    0,
    `azmon: 1 row of ${file} imported; 1 row already stored; 1 row older than --max-age.\n`,
  ])

  expect(await run(['--port', '0', '--import', broken])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^azmon: Line 5 of the file cannot be imported\. .*\n$/),
  })
})

it('shows another source, and refuses a wrong one', async () => {
  const lines: string[] = []
  const args = ['--port', '0', '--source', 'http://127.0.0.1:4381']
  const program = startProgram(CLI, { args, onLine: (line) => lines.push(line) })
  await program.untilPrinted(READY)
  expect(lines).toContain('  The page and its queries show azmon local at 127.0.0.1:4381')
  expect(lines.join('\n')).toMatch(/\/\?token=[0-9a-f]{32}/)
  program.signal('SIGINT')
  expect((await program.ended).code).toBe(0)

  const { code, stderr } = await run(['--source', 'azure'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('appinsights:<application id>')])
})

describe('--open', () => {
  /** Starts it where the command that opens URLs writes its last argument to a file, and fails. */
  async function open(...args: readonly string[]) {
    const folder = aFolder()
    const opened = join(folder, 'opened')
    const command = join(folder, openCommand('', process.platform, {}).file)
    writeFileSync(command, `#!/bin/sh\nfor last; do :; done\necho "$last" > '${opened}'\nexit 3\n`)
    chmodSync(command, 0o755)
    const program = startProgram(CLI, { args: ['--port', '0', '--open', ...args], env: { PATH: folder } })
    await program.untilPrinted(READY)
    return { program, opened }
  }

  it('opens the page in the browser, or asks the user to if that fails', async () => {
    const { program, opened } = await open()
    await program.untilPrinted('azmon: No browser was opened (xdg-open failed). Open the address above yourself.')
    program.signal('SIGINT')
    const { code, stdout } = await program.ended
    expect(code).toBe(0)
    expect(stdout).toContain(`  azmon local   ${readFileSync(opened, 'utf8')}`)
  })

  it('does not pass a token, which other users could read in the list of processes', async () => {
    const { program, opened } = await open('--token', 'a-token-of-16-letters')
    await program.untilPrinted('azmon: --open would show the token to other users. Open the address above yourself.')
    program.signal('SIGINT')
    expect((await program.ended).code).toBe(0)
    expect(existsSync(opened)).toBe(false)
  })
})

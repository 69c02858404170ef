import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it } from '@jest/globals'
import { startLocal } from '../../src'
import { aMessage, postEnvelopes } from '../an-envelope'

// What was built, as `npx @azmon/local` runs it.
const cli = join(__dirname, '../../dist/cli/main.js')
const children: ChildProcess[] = []

function run(args: readonly string[], nodeArgs: readonly string[] = []) {
  const child = spawn(process.execPath, [...nodeArgs, cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  return child
}

async function runToEnd(args: readonly string[], nodeArgs: readonly string[] = []) {
  const child = run(args, nodeArgs)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, out, err }
}

/** Reads until the banner is whole. */
async function bannerOf(child: ReturnType<typeof run>): Promise<string> {
  let banner = ''
  for await (const chunk of child.stdout) {
    banner += chunk
    if (banner.includes('Ctrl-C')) break
  }
  return banner
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

it.each(['SIGINT', 'SIGTERM'] as const)('says where it is and what to set, and ends cleanly on %s', async (signal) => {
  const child = run(['--port', '0'])
  const banner = await bannerOf(child)
  const [url = '', endpoint = ''] = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(banner) ?? []

  expect(banner).toContain(
    `APPLICATIONINSIGHTS_CONNECTION_STRING="InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}"`,
  )
  expect(banner).toContain('memory')
  expect((await postEnvelopes(url, [aMessage('m')])).status).toBe(200)

  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('names the cure when its port is taken', async () => {
  const other = await startLocal({ port: 0 })
  const { code, out, err } = await runToEnd(['--port', String(other.port)])
  await other.close()

  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toBe(
    `azmon-local: Port ${other.port} on 127.0.0.1 or ::1 is taken by another program. Stop it, or choose another port (0 takes any free one).\n`,
  )
})

it('names the path when it cannot keep data there', async () => {
  const { code, err } = await runToEnd(['--port', '0', '--data', join(__dirname, 'missing', 'telemetry.duckdb')])

  expect(code).toBe(1)
  expect(err).toContain(join('missing', 'telemetry.duckdb'))
})

it('says so in one line where DuckDB cannot be loaded', async () => {
  const withoutDuckDb = `data:text/javascript,${encodeURIComponent(`
    import module from 'node:module'
    const load = module._load
    module._load = (name, ...rest) => {
      if (name.startsWith('@duckdb/node-bindings')) throw new Error('No build for this platform')
      return load(name, ...rest)
    }`)}`
  const { code, err } = await runToEnd(['--port', '0'], ['--import', withoutDuckDb])

  expect(code).toBe(1)
  expect(err).toMatch(/^azmon-local: DuckDB cannot be loaded on .*: No build for this platform\. .*\n$/)
})

it.each([
  [['--prot', '1'], "Unknown option '--prot'"],
  [['extra'], "Unexpected argument 'extra'"],
  [['--port'], "Option '--port <value>' argument missing"],
  [['--port', 'http'], 'port must be a whole number from 0 to 65535'],
  [['--port', ''], 'port must be a whole number from 0 to 65535'],
])('answers %p in one line and ends with 2', async (args, reason) => {
  const { code, out, err } = await runToEnd(args)

  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(reason)
  expect(err.trimEnd().split('\n')).toHaveLength(1)
})

it('explains itself', async () => {
  expect(await runToEnd(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--data <file>') })
  expect(await runToEnd(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

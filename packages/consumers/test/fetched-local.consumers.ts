import { execFileSync } from 'node:child_process'
import { mkdtempSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { startProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { consumerOfAzmon } from '../src/consumer'
import { startScopedRegistry } from '../src/scoped-registry'
import { store } from './store'

it.each(['SIGINT', 'SIGTERM'] as const)(
  'npx azmon fetches and runs the local Application Insights until %s',
  async (signal) => {
    await using registry = await startScopedRegistry(store)
    const program = startAzmon(registry.url, ['--port', '0'])
    await program.untilPrinted('  Ctrl-C stops')
    program.signal(signal)
    const { code, stdout, stderr } = await program.ended
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^azmon: .*npm fetches @azmon\/local@.*\n$/),
    })
    expect(stdout).toContain('APPLICATIONINSIGHTS_CONNECTION_STRING="InstrumentationKey=')
  },
)

it('npx azmon mcp fetches the server for assistants, and leaves stdin to it', async () => {
  await using registry = await startScopedRegistry(store)
  let onLine: (line: string) => void = () => {}
  const firstLine = new Promise<string>((resolve) => {
    onLine = resolve
  })
  const program = startAzmon(registry.url, ['mcp'], onLine)
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } }
  program.writeLine(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }))
  expect(await firstLine).toContain('"serverInfo":{"name":"azmon"')
  program.endInput()
  expect(await program.ended).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^azmon mcp: .*npm fetches @azmon\/mcp@.*\n$/),
  })
})

// --- helpers, in order of use ---

/** Starts azmon where only its own packages are installed. */
function startAzmon(registry: string, args: readonly string[], onLine?: (line: string) => void) {
  const cwd = consumerOfAzmon(store)
  const env = {
    HOME: process.env['HOME'],
    npm_config_registry: process.env['npm_config_registry'],
    npm_config_cache: cacheWithoutPrograms(),
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
    'npm_config_@azmon:registry': registry,
  }
  const file = join(cwd, 'node_modules/.bin/azmon')
  return startProgram(file, { args, cwd, env, ...(onLine !== undefined && { onLine }) })
}

/** Contains npm's downloads, but no @azmon/local that npm has installed for an earlier run and would use again. */
function cacheWithoutPrograms(): string {
  const whole = execFileSync('npm', ['config', 'get', 'cache'], { cwd: store, encoding: 'utf8' }).trimEnd()
  const cache = mkdtempSync(join(store, 'npm-cache-'))
  symlinkSync(join(whole, '_cacache'), join(cache, '_cacache'))
  return cache
}

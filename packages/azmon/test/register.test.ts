import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalApplicationInsights, startLocal } from '@azmon/local'
import { runProgram } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

let local: LocalApplicationInsights
let stateHome: string

beforeEach(async () => {
  local = await startLocal({ port: 0 })
  stateHome = mkdtempSync(join(tmpdir(), 'azmon-register-'))
})

afterEach(async () => {
  await local.close()
  rmSync(stateHome, { recursive: true })
})

/** The command as it was built, as `npx azmon` runs it. */
const CLI = join(__dirname, '../dist/cli/main.js')

/** The flag, and what it names, as a user gives it. */
const REGISTER = ['--import', 'azmon/register']

function run(
  program: string,
  nodeArgs: readonly string[],
  connectionString = local.connectionString,
  more: Readonly<Record<string, string>> = {},
) {
  const [first = '', ...args] = [...nodeArgs, join(__dirname, 'programs', program)]
  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString, XDG_STATE_HOME: stateHome, ...more }
  return runProgram(first, env, args)
}

it('records requests, dependencies and counters of an unmodified application', async () => {
  const { code, stdout, stderr } = await run('untouched.mjs', REGISTER)
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{"left":3}\n', stderr: '' })

  const requests = await local.rows('requests', 10)
  expect(requests.map(({ name }) => name).sort()).toEqual(['GET /stock/:item', 'GET /tenants/:tenant/orders/:id'])
  const [stock, order] = [...requests].sort((a, b) => String(a.name).localeCompare(String(b.name)))
  const calls = await local.rows('dependencies', 10)
  expect(calls).toHaveLength(2)
  const ofOrder = calls.find(({ operation_ParentId }) => operation_ParentId === order?.id)
  expect(ofOrder).toMatchObject({ operation_Id: order?.operation_Id, resultCode: '200', success: 'True' })
  expect(stock).toMatchObject({ operation_Id: order?.operation_Id, operation_ParentId: ofOrder?.id })

  const counters = await local.rows('performanceCounters', 100)
  expect(counters.map(({ name }) => name)).toContain('Requests/Sec')
})

it('sends the headers of a trace only to the hosts that the environment names', async () => {
  await run('untouched.mjs', REGISTER, local.connectionString, { AZMON_PROPAGATE_TO: '*.shop.internal' })
  const requests = await local.rows('requests', 10)
  expect(new Set(requests.map(({ operation_Id }) => operation_Id)).size).toBe(2)
  expect(await local.rows('dependencies', 10)).toHaveLength(2)
})

it('changes nothing without the flag', async () => {
  const { code, stdout, stderr } = await run('untouched.mjs', [])
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{"left":3}\n', stderr: '' })
  const rows = Object.values(await local.counts()).reduce((sum, count) => sum + count, 0)
  expect(rows).toBe(0)
})

it('records the error that ends the process, and keeps its exit code and output', async () => {
  const without = await run('dies.cjs', [])
  const ended = await run('dies.cjs', REGISTER)
  expect({ code: ended.code, signal: ended.signal }).toEqual({ code: without.code, signal: without.signal })
  expect(ended.stderr).toBe(without.stderr)

  const env = { APPLICATIONINSIGHTS_CONNECTION_STRING: local.connectionString, XDG_STATE_HOME: stateHome }
  expect(await runProgram(CLI, env, ['spool', 'drain'])).toMatchObject({ code: 0 }) // it could only store it
  expect(await local.rows('exceptions', 1)).toMatchObject([{ type: 'RangeError' }])
})

it('tells how to connect if nothing is configured', async () => {
  const { code, stdout, stderr } = await run('untouched.mjs', REGISTER, '')
  expect({ code, stdout }).toEqual({ code: 0, stdout: '{"left":3}\n' })
  expect(stderr).toContain('npx azmon')
})

it('starts in the main thread only, although Node also loads it in workers', async () => {
  const { stdout, stderr } = await run('has-worker.mjs', REGISTER)
  expect({ stdout, stderr }).toEqual({ stdout: '{"main":true,"inWorker":false}\n', stderr: '' })
})

describe('no environment variable prevents an application from starting', () => {
  it.each<Readonly<Record<string, string>>>([
    { HTTPS_PROXY: 'socks5://user:canary@127.0.0.1:9' },
    { HTTPS_PROXY: 'direct://' },
    { HTTP_PROXY: 'http://user:ca#nary@127.0.0.1:9' },
    { HTTPS_PROXY: 'socks5://canary', HTTP_PROXY: 'socks5://canary' },
    { APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=canary' },
  ])('%j causes one warning', async (env) => {
    const { code, stdout, stderr } = await run('untouched.mjs', REGISTER, undefined, env)
    expect({ code, stdout }).toEqual({ code: 0, stdout: '{"left":3}\n' })
    expect(stderr.match(/AzmonWarning/g)).toHaveLength(1)
    expect(stderr).toContain(Object.keys(env)[0])
    expect(stderr).not.toMatch(/canary|ca#nary/)
    const isSent = env['APPLICATIONINSIGHTS_CONNECTION_STRING'] === undefined
    expect(await local.rows('requests', 10)).toHaveLength(isSent ? 2 : 0)
  })

  it.each([{ HTTP_PROXY: ' ' }, { STATE_DIRECTORY: '/proc/none', OTEL_SERVICE_NAME: ' ' }])(
    '%j causes no warning',
    async (env) => {
      const { code, stdout, stderr } = await run('untouched.mjs', REGISTER, undefined, env)
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{"left":3}\n', stderr: '' })
      expect(await local.rows('requests', 10)).toHaveLength(2)
    },
  )

  it('a connection string in quotes is used', async () => {
    const { code, stderr } = await run('untouched.mjs', REGISTER, `"${local.connectionString}"`)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(await local.rows('requests', 10)).toHaveLength(2)
  })

  it('AZMON_DISABLED=1 ignores all other variables', async () => {
    const env = { AZMON_DISABLED: '1', HTTPS_PROXY: 'socks5://canary' }
    const { code, stdout, stderr } = await run('untouched.mjs', REGISTER, 'canary', env)
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{"left":3}\n', stderr: '' })
  })
})

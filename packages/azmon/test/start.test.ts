import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSpool, runProgram, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { start } from '../src'

let ingestion: ScriptedIngestion
let stateHome: string

beforeEach(async () => {
  ingestion = await startIngestion()
  stateHome = mkdtempSync(join(tmpdir(), 'azmon-start-'))
})

afterEach(async () => {
  await ingestion.close()
  rmSync(stateHome, { recursive: true })
})

function run(program: string, ...args: readonly string[]) {
  return runProgram(join(__dirname, 'programs', program), { ...env(), XDG_STATE_HOME: stateHome }, args)
}

const env = () => ({ APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString })

const kinds = () => [...new Set(ingestion.accepted.map(({ data }) => data.baseType))].sort()

it('provides winston and pino transports on one client, whose records belong to the active span', async () => {
  const { code, stdout, stderr } = await run('logs.mjs')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })

  const span = ingestion.accepted.find(({ data }) => data.baseType === 'RemoteDependencyData')
  const logs = ingestion.accepted.filter(({ data }) => data.baseType === 'MessageData')
  expect(logs.map(({ data }) => data.baseData.message).sort()).toEqual(['by pino', 'by winston'])
  for (const { tags } of logs) {
    expect(tags).toMatchObject({
      'ai.cloud.role': 'shop',
      'ai.operation.id': span?.tags['ai.operation.id'],
      'ai.operation.parentId': span?.data.baseData.id,
    })
  }
  expect(JSON.parse(stdout)).toEqual({ sent: ingestion.accepted.length, pending: 0, again: ingestion.accepted.length })
})

it('loads the adapter of a logger only when its transport is created', async () => {
  const { stdout } = await run('loaded.cjs')
  expect(JSON.parse(stdout)).toEqual({ before: [], after: ['winston', 'winston-transport'] })
})

it('starts once, warns of later options, and starts again after a shutdown', async () => {
  const { code, stdout, stderr } = await run('starts-twice.cjs')
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'true\nfalse\n' })
  expect(stderr).toContain('cloudRole and samplingRatio were given after start() and are ignored.')
})

describe('each part can be switched off by one option', () => {
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['nothing', {}, ['MetricData', 'RemoteDependencyData', 'RequestData']],
    ['metrics', { metrics: false }, ['RemoteDependencyData', 'RequestData']],
    ['incoming', { metrics: false, incoming: false }, ['RemoteDependencyData']],
    ['tracing', { metrics: false, tracing: false }, []],
  ])('%s', async (_, options, expected) => {
    const { code, stderr } = await run('switched-off.mjs', JSON.stringify(options))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(kinds()).toEqual(expected)
  })

  it('outgoing, but keeps spans of the application', async () => {
    await run('switched-off.mjs', JSON.stringify({ metrics: false, incoming: false, outgoing: false }))
    expect(ingestion.accepted.map(({ data }) => data.baseData.name)).toEqual(['own'])
  })
})

it('leaves tracing to the OpenTelemetry SDK if the application has registered it', async () => {
  const { code, stderr } = await run('beside-sdk.mjs')
  expect(code).toBe(0)
  expect(stderr).toContain('Another tracer provider is already registered.')
  expect(kinds()).toEqual(['MessageData'])
})

describe('rejects options that cannot work, and starts nothing', () => {
  it.each<[string, object, RegExp]>([
    ['an unknown option, with the nearest', { incomming: true }, /Did you mean incoming\?/],
    ['a part that is neither on nor off', { outgoing: 'no' }, /outgoing must be true, false, or an object/],
    ['a list that is none', { incoming: { ignore: '/health' } }, /incoming.ignore must be an array of rules/],
    ['an unknown option of a part', { metrics: { interval: 5 } }, /interval is not an option of metrics/],
    ['tracing with options', { tracing: {} }, /tracing must be true or false/],
    ['a ratio above 1', { samplingRatio: 2 }, /samplingRatio must be/],
    ['a connection string that is none', { connectionString: 'x' }, /connection string/i],
  ])('%s', (_, options, message) => {
    expect(() => start(options)).toThrow(message)
    expect(Reflect.get(globalThis, Symbol.for('azmon.started.0'))).toBeUndefined()
  })
})

it('releases everything if it fails, and starts again during a shutdown', async () => {
  const { code, stdout, stderr } = await run('begins-anew.cjs')
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: 'refused\ntrue\ntrue\n',
    stderr: expect.stringContaining('nobody'),
  })
  const stored = readSpool(stateHome).items.filter(({ data }) => data.baseType === 'ExceptionData')
  const sent = ingestion.accepted.filter(({ data }) => data.baseType === 'ExceptionData')
  expect(stored.length + sent.length).toBe(1)
})

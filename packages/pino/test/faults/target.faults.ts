import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Finished,
  readSpool,
  runProgram,
  type ScriptedIngestion,
  slackMs,
  startGate,
  startIngestion,
  startProgram,
  startSink,
  status,
} from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

/** What pino waits for its worker. */
const PINO_EXIT_TIMEOUT_MS = 10_000

let ingestion: ScriptedIngestion
let folder: string

beforeEach(async () => {
  ingestion = await startIngestion()
  folder = mkdtempSync(join(tmpdir(), 'azmon-pino-'))
})

afterEach(async () => {
  await ingestion.close()
  rmSync(folder, { recursive: true })
})

const program = (name: string) => join(__dirname, '..', 'programs', name)
const place = () => ({ CONNECTION: ingestion.connectionString, STORAGE: folder })

/** As from a settings file: everything is JSON. */
function runLogger(transport: object, calls: readonly unknown[], logger: object = {}, env = {}): Promise<Finished> {
  return runProgram(program('logs.cjs'), {
    ...env,
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
    LOGGER: JSON.stringify(logger),
    TRANSPORT: JSON.stringify(transport),
    CALLS: JSON.stringify(calls),
  })
}

const rows = () =>
  ingestion.accepted.map(({ data: { baseData } }) => [baseData.message, baseData.severityLevel, baseData.properties])

describe('a logger with the target @azmon/pino', () => {
  it('has sent its records, with the name of the application as role, when the process has ended', async () => {
    const ended = await runLogger({ target: '@azmon/pino' }, [['info', { orderId: 42 }, 'Order placed']], {
      name: 'orders',
    })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(rows()).toEqual([['Order placed', 1, { level: 'info', logger: 'orders', orderId: '42' }]])
    expect(ingestion.accepted[0]?.tags['ai.cloud.role']).toBe('@azmon/pino') // the package that logs.cjs is in
  })

  it('sends without a proxy, and warns once, if the proxy in the environment is invalid', async () => {
    const proxy = { HTTPS_PROXY: 'socks5://user:canary@proxy.example', HTTP_PROXY: 'direct://' }
    const { code, stderr } = await runLogger({ target: '@azmon/pino' }, [['info', 'Order placed']], {}, proxy)
    expect(code).toBe(0)
    expect(stderr.match(/AzmonWarning: HTTP_PROXY must be/g)).toHaveLength(1)
    expect(stderr).not.toContain('canary')
    expect(rows()).toMatchObject([['Order placed', 1, {}]])
  })

  it('may have its own keys and levels', async () => {
    const logger = { messageKey: 'text', errorKey: 'failure', nestedKey: 'payload', customLevels: { audit: 35 } }
    const options = { nestedKey: 'payload', levelMap: { audit: 2 } }
    const calls = [['audit', { msg: 'mine', err: { message: 'no', stack: '' } }, 'seen']]
    expect(await runLogger({ target: '@azmon/pino', options }, calls, logger)).toMatchObject({ code: 0, stderr: '' })
    expect(ingestion.accepted.map(({ data }) => data)).toMatchObject([
      {
        baseType: 'ExceptionData',
        baseData: { severityLevel: 2, properties: { level: 'audit', msg: 'mine', message: 'seen' } },
      },
    ])
  })

  it('ignores the options that pino adds', async () => {
    const ended = await runLogger({ target: '@azmon/pino', dedupe: true }, [['audit', 'Card seen']], {
      customLevels: { audit: 35 },
    })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(rows()).toEqual([['Card seen', 1, { level: 'audit' }]])
  })

  it('may have its own keys even if the worker is blocked when it starts', async () => {
    const options = { processors: [program('holds-thread.cjs')] }
    const ended = await runLogger({ target: '@azmon/pino', options }, [['info', 'x']], { messageKey: 'text' })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(rows()).toEqual([['x', 1, { level: 'info' }]])
  })

  it('accepts the paths of processors', async () => {
    const options = { processors: [program('drop-health-checks.cjs')], samplingRatioByKind: { Event: 0 } }
    const calls = [
      ['info', 'Health check'],
      ['info', { customEvent: 'Clicked' }, ''],
      ['info', 'Order placed'],
    ]
    expect(await runLogger({ target: '@azmon/pino', options }, calls)).toMatchObject({ code: 0, stderr: '' })
    expect(rows()).toEqual([['Order placed', 1, { level: 'info' }]])
  })

  it('may have several such targets, each with its own level and options', async () => {
    const targets = [
      { target: '@azmon/pino', level: 'warn', options: { cloudRole: 'shop' } },
      { target: '@azmon/pino', level: 'debug', options: { cloudRole: 'audit', levelMap: { debug: 1 } } },
    ]
    const calls = [
      ['warn', 'Card expires soon'],
      ['debug', 'Card seen'],
      ['trace', 'no'],
    ]
    expect(await runLogger({ targets }, calls, { level: 'trace' })).toMatchObject({ code: 0, stderr: '' })
    const roles = ingestion.accepted.map(({ tags, data: { baseData } }) => [tags['ai.cloud.role'], baseData.message])
    expect(roles.sort()).toEqual([
      ['audit', 'Card expires soon'],
      ['audit', 'Card seen'],
      ['shop', 'Card expires soon'],
    ])
  })

  it('may have another target that receives the configuration first', async () => {
    const targets = [{ target: program('first-to-listen.cjs') }, { target: '@azmon/pino' }]
    expect(await runLogger({ targets }, [['info', 'x']])).toMatchObject({ code: 0, stderr: '' })
    expect(rows()).toEqual([['x', 1, { level: 'info' }]])
  })

  it('may have the target at the end of a pipeline', async () => {
    const pipeline = [{ target: program('adds-tenant.cjs') }, { target: '@azmon/pino' }]
    expect(await runLogger({ pipeline }, [['info', 'x']])).toMatchObject({ code: 0, stderr: '' })
    expect(rows()).toEqual([['x', 1, { level: 'info', tenant: 't1' }]])
  })

  it.each<[string, object, string]>([
    ['an unknown option', { samplingRate: 1 }, 'samplingRate is not an option. Did you mean samplingRatio?'],
    ['an option of the wrong type', { timeKey: 7 }, 'timeKey must be the name of a field, got number.'],
    ['an option that is useless in a worker', { uncaught: 'record' }, "It would only see errors of pino's worker"],
    ['an invalid connection string', { connectionString: 'x' }, 'connection string'],
  ])('ends with an error that begins with its code if an option is invalid: %s', async (_, options, message) => {
    const ended = await runLogger({ target: '@azmon/pino', options }, [])
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/Error: AZMON_CONFIGURATION: /)
    expect(ended.stderr).toContain(message)
  })
})

describe('an invalid option', () => {
  const TOLD = 'AZMON_CONFIGURATION: samplingRate is not an option. Did you mean samplingRatio?'

  it.each<[string, string, number]>([
    ['ends by itself', 'ends', 1],
    ['calls process.exit()', 'exits', 0],
    ['throws', 'throws', 1],
    ['listens to errors', 'listens', 0],
  ])('is reported once by a program that %s, and does not delay its end', async (_, HOW, code) => {
    for (const TARGETS of ['one', 'two']) {
      const ended = await runProgram(program('refused.cjs'), { HOW, TARGETS })
      expect(ended.code).toBe(code)
      expect(`${ended.stdout}${ended.stderr}`.split(TOLD)).toHaveLength(2)
      expect(ended.elapsedMs).toBeLessThan(PINO_EXIT_TIMEOUT_MS + (await slackMs()))
    }
  })

  it('does not affect the other targets of a process that exits', async () => {
    const { stdout } = await runProgram(program('refused.cjs'), { HOW: 'exits', TARGETS: 'two' })
    expect(JSON.parse(stdout)).toMatchObject({ level: 30, msg: 'x' })
  })
})

describe('a key that the endpoint does not know', () => {
  const WARNING = /^\(node:\d+\) AzmonWarning: The endpoint accepts no telemetry: .*unknown instrumentation key.*\n$/

  beforeEach(() => {
    ingestion.always(status(400, '{"errors":[{"index":0,"statusCode":400,"message":"Invalid instrumentation key"}]}'))
  })

  it('causes one warning, even if the process ends immediately', async () => {
    const ended = await runLogger({ target: '@azmon/pino' }, [['info', 'Order placed']])
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringMatching(WARNING) })
  })

  it.each(['--no-warnings', '--disable-warning=AzmonWarning'])('causes no warning with %s', async (NODE_OPTIONS) => {
    const ended = await runLogger({ target: '@azmon/pino' }, [['info', 'x']], {}, { NODE_OPTIONS })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('logger.flush', () => {
  it('calls back each time when everything has arrived', async () => {
    const running = startProgram(program('flushes.cjs'), { env: place() })
    await running.untilPrinted('flushed')
    expect(rows().map(([message]) => message)).toEqual(['one', 'two', 'three'])
    running.signal('SIGTERM')
    await running.untilPrinted('flushed again')
    expect(rows().map(([message]) => message)).toEqual(['one', 'two', 'three', 'four'])
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' })
  })

  it('calls back without an error if nothing can be sent, and the worker keeps running', async () => {
    await using gate = await startGate(ingestion.url)
    await gate.shut()
    const CONNECTION = ingestion.connectionString.replace(ingestion.url, gate.url)
    const running = startProgram(program('flushes.cjs'), { env: { ...place(), CONNECTION } })
    await running.untilPrinted('flushed')
    running.signal('SIGTERM')
    expect(await running.ended).toMatchObject({ code: 0, stderr: '', stdout: 'flushed\nflushed again\n' })
    expect(readSpool(folder).items).toHaveLength(4)
  })
})

it('a line that is not a record does not affect other lines, wherever it is split', async () => {
  expect(await runProgram(program('poisoned.cjs'), place())).toMatchObject({ code: 0, stderr: '' })
  expect(rows().map(([message]) => message)).toEqual(
    ['no JSON 🛒', '{"level": 🛒', '["🛒"]', 'null 🛒', 'deep 🛒'].flatMap((message) => [message, 'a record']),
  )
})

it('a burst of 100,000 records arrives exactly once each', async () => {
  const numbers = new Set<string | undefined>()
  await using sink = await startSink((items) => {
    for (const item of items) numbers.add(item.data.baseData.properties?.['orderId'])
  })
  const env = { CONNECTION: sink.connectionString, STORAGE: folder, RECORDS: '100000' }
  const ended = await runProgram(program('burst.cjs'), env)
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect({ accepted: sink.accepted, numbers: numbers.size }).toEqual({ accepted: 100_000, numbers: 100_000 })
  const account = JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '')
  expect(account).toMatchObject({ received: 100_000, dropped: 0 })
})

it('the main thread gets events for losses, errors and statistics', async () => {
  ingestion.always(status(400))
  const { stdout, ...ended } = await runProgram(program('reports.cjs'), { CONNECTION: ingestion.connectionString })
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  const reports = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(reports).toContainEqual({ loss: ['rejected', 1, 2] })
  expect(reports).toContainEqual({ error: expect.stringMatching(/^AZMON_DELIVERY: .*400/) })
  expect(reports).toContainEqual({ received: 1, dropped: 1 })
})

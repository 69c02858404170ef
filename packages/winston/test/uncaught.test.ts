import { join } from 'node:path'
import { hang, runProgram, runProgramWithBaseline, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import winston, { type LogEntry, type Logger } from 'winston'
import { AzureMonitorTransport } from '../src'
import { mappedOne } from './builders'

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

const PROGRAM = join(__dirname, 'programs', 'uncaught.cjs')

const environment = (env: Readonly<Record<string, string>>) => ({
  APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  ...env,
})

const run = (env: Readonly<Record<string, string>>) => runProgram(PROGRAM, environment(env))

const exceptions = () => ingestion.accepted.filter(({ data }) => data.baseType === 'ExceptionData')

describe('an uncaught error', () => {
  it.each([
    ['exception', 'onTransport', 'uncaughtException'],
    ['exception', 'onLogger', 'uncaughtException'],
    ['rejection', 'onTransport', 'unhandledRejection'],
    ['rejection', 'onLogger', 'unhandledRejection'],
  ])(
    'as %s, handled %s, arrives before winston ends the process, within less than 3 s',
    async (KIND, HANDLER, uncaught) => {
      const ended = await runProgramWithBaseline(PROGRAM, environment({ KIND, HANDLER }))
      expect(ended).toMatchObject({ code: 1, stderr: '' })
      expect(ended.extraMs).toBeLessThan(2_500)
      expect(exceptions().map(({ data }) => data.baseData)).toMatchObject([
        {
          severityLevel: 4,
          exceptions: [{ typeName: 'RangeError', message: 'expired', hasFullStack: true }],
          properties: { level: 'error', code: 'E_CARD', uncaught },
        },
      ])
      expect(Object.keys(exceptions()[0]?.data.baseData.properties ?? {}).sort()).toEqual(['code', 'level', 'uncaught'])
    },
  )

  it.each(['exception', 'rejection'])('is a single row even if the client records it, too: %s', async (KIND) => {
    expect(await run({ KIND, HANDLER: 'onTransport', UNCAUGHT: 'record' })).toMatchObject({ code: 1, stderr: '' })
    expect(exceptions()).toHaveLength(1)
  })

  it('ends the process even if the endpoint hangs', async () => {
    ingestion.always(hang)
    const ended = await run({ KIND: 'exception', HANDLER: 'onTransport' })
    expect(ended.code).toBe(1)
  })

  it('leaves the transport on a logger that does not end the process', async () => {
    const ended = await run({ KIND: 'exception', HANDLER: 'onTransport', EXIT_ON_ERROR: 'false' })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const messages = ingestion.accepted.map(({ data }) => data.baseData.message ?? data.baseType)
    expect(messages).toEqual(['running', 'ExceptionData', 'still running'])
  })
})

describe('an error that winston describes although express-winston has logged it', () => {
  it.each([false, true])(
    'is an exception of its level, and the transport stays open (handleExceptions: %j)',
    async (handleExceptions) => {
      const transport = new AzureMonitorTransport({
        connectionString: ingestion.connectionString,
        durability: 'memory',
      })
      transport.handleExceptions = handleExceptions // as an option, winston would listen to uncaught errors of this process
      const finished: unknown[] = []
      transport.on('finish', () => finished.push('finish'))
      const logger = winston.createLogger({ transports: [transport] })
      const info = logger.exceptions.getAllInfo(new RangeError('expired')) as unknown as LogEntry
      logger.log({ ...info, message: 'middlewareError', req: { url: '/boom' } })
      logger.info('running')
      await transport.flush()
      expect(exceptions().map(({ data }) => data.baseData)).toMatchObject([
        { severityLevel: 3, exceptions: [{ typeName: 'RangeError', message: 'expired', hasFullStack: true }] },
      ])
      expect(exceptions()[0]?.data.baseData.properties).toEqual({
        level: 'error',
        message: 'middlewareError',
        req: '{"url":"/boom"}',
      })
      expect(ingestion.accepted).toHaveLength(2)
      expect(finished).toEqual([])
      logger.close()
    },
  )
})

it('an uncaught error is recognized even after formats of the logger have changed it', () => {
  const { combine, label, metadata, cli, logstash } = winston.format
  for (const format of [label({ label: 'shop', message: true }), metadata(), cli(), combine(metadata(), logstash())]) {
    const log = (logger: Logger) =>
      logger.log(logger.rejections.getAllInfo(new RangeError('expired')) as unknown as LogEntry)
    const { data } = mappedOne(log, { format })
    expect(data.baseData).toMatchObject({
      severityLevel: 4,
      exceptions: [{ typeName: 'RangeError', message: 'expired' }],
    })
    expect(data.baseData.properties).toEqual({ level: 'error', uncaught: 'unhandledRejection' })
  }
})

it.each<[unknown, string, string, object?]>([
  ['expired', 'String', 'expired'],
  [undefined, 'undefined', 'undefined'],
  [{ status: 402 }, 'Object', '{"status":402}', { status: '402' }],
  [{ status: 402, message: 'declined' }, 'Object', 'declined', { status: '402' }],
  [[{ path: 'card' }], 'Array', '[{"path":"card"}]'],
])('%j is an exception, although it is not an error', (thrown, typeName, message, properties = {}) => {
  const { data } = mappedOne((logger) => logger.log(logger.rejections.getAllInfo(thrown as never) as LogEntry))
  expect(data).toMatchObject({
    baseType: 'ExceptionData',
    baseData: { severityLevel: 4, exceptions: [{ typeName, message, hasFullStack: false }] },
  })
  expect(data.baseData.properties).toEqual({ level: 'error', uncaught: 'unhandledRejection', ...properties })
})

it('a record that only resembles a record of an uncaught error is a trace', () => {
  const { data } = mappedOne((logger) => logger.info('x', { rejection: true, date: 'today' }))
  expect(data.baseData).toMatchObject({ severityLevel: 1, properties: { rejection: 'true', date: 'today' } })
})

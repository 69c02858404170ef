import { once } from 'node:events'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { ConfigurationError, TelemetryClient } from '@azmon/core'
import {
  hang,
  runProgram,
  runProgramWithBaseline,
  type ScriptedIngestion,
  startIngestion,
  status,
} from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import winston from 'winston'
import { AzureMonitorTransport, type AzureMonitorTransportOptions } from '../src'

let ingestion: ScriptedIngestion
let transports: AzureMonitorTransport[]

beforeEach(async () => {
  ingestion = await startIngestion()
  transports = []
})

afterEach(async () => {
  for (const transport of transports) transport.destroy()
  await ingestion.close()
})

function connect(options: AzureMonitorTransportOptions = {}): AzureMonitorTransport {
  const transport = new AzureMonitorTransport({ connectionString: ingestion.connectionString, ...options })
  transports.push(transport)
  return transport
}

function messages(): readonly (string | undefined)[] {
  return ingestion.accepted.map((item) => item.data.baseData.message)
}

describe('a winston logger', () => {
  it('sends its records to the endpoint', async () => {
    const transport = connect()
    const logger = winston.createLogger({ transports: [transport] })
    logger.info('Order placed', { orderId: 42 })
    logger.error('Card declined', { err: new RangeError('expired') })
    expect(await transport.flush()).toEqual({ ok: true, sent: 2, spooled: 0, dropped: 0, pending: 0 })
    expect(ingestion.accepted.map((item) => item.data.baseType)).toEqual(['MessageData', 'ExceptionData'])
  })

  it('filters records by the level of the logger and of the transport', async () => {
    const warnings = connect({ level: 'warn' })
    const logger = winston.createLogger({ level: 'debug', transports: [warnings] })
    logger.info('no')
    logger.warn('yes')
    warnings.level = 'debug'
    logger.debug('yes, now')
    logger.silly('no')
    warnings.silent = true
    logger.error('no')
    await warnings.flush()
    expect(messages()).toEqual(['yes', 'yes, now'])
  })

  it('has sent everything when the transport emits finish', async () => {
    const transport = connect()
    const logger = winston.createLogger({ transports: [transport] })
    for (let i = 0; i < 1_000; i++) logger.info(`record ${i}`)
    const finished = once(transport, 'finish')
    logger.end()
    await finished
    expect(messages()).toHaveLength(1_000)
    expect(new Set(messages())).toEqual(new Set(Array.from({ length: 1_000 }, (_, i) => `record ${i}`)))
  })

  it('ends even if the endpoint hangs', async () => {
    ingestion.always(hang)
    const transport = connect({ requestTimeoutMs: 100, minRetryDelayMs: 1 })
    const logger = winston.createLogger({ transports: [transport] })
    logger.info('x')
    const finished = once(transport, 'finish')
    logger.end()
    await finished
    expect(transport.stats().sent).toBe(0)
  })

  it('sends its records when the transport is removed, and continues when it is added again', async () => {
    const transport = connect({ maxBatchAgeMs: 3_600_000 })
    const logger = winston.createLogger({ transports: [transport] })
    logger.info('before')
    logger.remove(transport)
    await ingestion.untilAccepted(1)
    logger.add(transport)
    logger.info('after')
    await transport.flush()
    expect(messages()).toEqual(['before', 'after'])
  })

  it('sends its records when it is closed', async () => {
    const logger = winston.createLogger({ transports: [connect({ maxBatchAgeMs: 3_600_000 })] })
    logger.info('last')
    logger.close()
    await ingestion.untilAccepted(1)
    expect(messages()).toEqual(['last'])
  })

  it('does not delay another transport while the endpoint hangs', async () => {
    ingestion.always(hang)
    const written: string[] = []
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        written.push(String(chunk))
        done()
      },
    })
    const logger = winston.createLogger({ transports: [connect(), new winston.transports.Stream({ stream })] })
    for (let i = 0; i < 1_000; i++) logger.info(`record ${i}`)
    expect(written).toHaveLength(1_000)
  })

  it('emits no error if the endpoint fails', async () => {
    ingestion.always(status(500))
    const transport = connect({ minRetryDelayMs: 1 })
    const logger = winston.createLogger({ transports: [transport] })
    const errors: unknown[] = []
    logger.on('error', (error) => errors.push(error))
    logger.info('x')
    expect(await transport.flush()).toMatchObject({ sent: 0, spooled: 1 })
    expect(errors).toEqual([])
    expect(transport.stats().lastError?.message).toContain('status 500')
  })

  it('emits warn once if the endpoint fails, and calls onError each time', async () => {
    ingestion.always(status(400))
    const told: Error[] = []
    const transport = connect({ onError: (error) => told.push(error) })
    const logger = winston.createLogger({ transports: [transport] })
    const warnings: unknown[] = []
    logger.on('warn', (error) => warnings.push(error))
    for (const message of ['one', 'two']) {
      logger.info(message)
      await transport.flush()
    }
    expect(told.length).toBeGreaterThan(1)
    expect(warnings).toEqual([told[0]])
  })

  it('emits logged for each record if there is a listener', async () => {
    const transport = connect()
    const logger = winston.createLogger({ transports: [transport] })
    const logged = once(transport, 'logged')
    logger.info('x')
    expect(await logged).toMatchObject([{ message: 'x' }])
  })
})

describe('a transport that is removed from its logger and added again', () => {
  it('still applies the level of the logger', async () => {
    const transport = connect()
    const logger = winston.createLogger({ level: 'warn', transports: [transport] })
    logger.remove(transport)
    logger.add(transport)
    logger.info('no')
    logger.warn('yes')
    await transport.flush()
    expect(messages()).toEqual(['yes'])
  })

  it('sends its records each time the logger is closed', async () => {
    const transport = connect({ maxBatchAgeMs: 3_600_000 })
    const logger = winston.createLogger({ transports: [transport] })
    for (const round of [1, 2, 3]) {
      logger.info(`round ${round}`)
      logger.close()
      await ingestion.untilAccepted(round)
      logger.add(transport)
    }
    expect(messages()).toEqual(['round 1', 'round 2', 'round 3'])
  })

  it('is closed exactly once each time', () => {
    let closed = 0
    const close = () => closed++
    const logger = winston.createLogger()
    const transport = connect({ close })
    for (const round of [1, 2, 3]) {
      logger.add(transport)
      logger.info('x')
      logger.close()
      expect(closed).toBe(round)
    }
  })

  it('applies the new levels after the logger is configured again', async () => {
    const transport = connect()
    const logger = winston.createLogger({ level: 'error', transports: [transport] })
    logger.configure({ level: 'notice', levels: winston.config.syslog.levels, transports: [transport] })
    logger.log('info', 'no')
    logger.log('notice', 'yes')
    await transport.flush()
    expect(messages()).toEqual(['yes'])
  })
})

describe('loggers that share a transport', () => {
  it('each use their own level, level numbers and level names', async () => {
    const transport = connect()
    const levels = { alarm: 0, chat: 1, whisper: 2 }
    const npm = winston.createLogger({ level: 'warn', transports: [transport] })
    const syslog = winston.createLogger({
      level: 'notice',
      levels: winston.config.syslog.levels,
      transports: [transport],
    })
    const own = winston.createLogger({ level: 'chat', levels, transports: [transport] })
    npm.info('no')
    syslog.log('info', 'no')
    own.log('whisper', 'no')
    own.log('alarm', 'own')
    syslog.log('notice', 'syslog')
    npm.warn('npm')
    await transport.flush()
    expect(ingestion.accepted.map(({ data: { baseData } }) => [baseData.message, baseData.severityLevel])).toEqual([
      ['own', 4],
      ['syslog', 1],
      ['npm', 2],
    ])
  })

  it('continue if another of them is closed', async () => {
    const transport = connect({ maxBatchAgeMs: 3_600_000 })
    const one = winston.createLogger({ transports: [transport] })
    const other = winston.createLogger({ level: 'warn', transports: [transport] })
    one.info('one')
    one.close()
    await ingestion.untilAccepted(1)
    other.info('no')
    other.warn('other')
    await transport.flush()
    expect(messages()).toEqual(['one', 'other'])
  })

  it('may log while another of them ends the transport', async () => {
    const errors: unknown[] = []
    const transport = connect()
    transport.on('error', (error) => errors.push(error))
    const one = winston.createLogger({ transports: [transport] })
    const other = winston.createLogger({ level: 'warn', transports: [transport] })
    const finished = once(transport, 'finish')
    one.info('one')
    transport.end() // as one.end() does, some turns later
    other.info('no')
    other.warn('other')
    await finished
    expect(errors).toEqual([])
    expect(messages()).toEqual(['one', 'other'])
  })
})

it('thirty loggers on one transport cause no warning', async () => {
  const ended = await runProgram(join(__dirname, 'programs', 'thirty-loggers.cjs'), {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
  })
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(messages()).toHaveLength(30)
})

it('a logger in the container of winston adds its name to the records', async () => {
  const transport = connect()
  winston.loggers.add('payments', { transports: [transport] })
  winston.loggers.get('payments').child({ a: 1 }).info('x')
  await transport.flush()
  winston.loggers.close('payments')
  expect(ingestion.accepted[0]?.data.baseData.properties).toEqual({ level: 'info', logger: 'payments', a: '1' })
})

it.each(['close', 'remove'])('does not keep the process alive after %s', async (how) => {
  const run = () =>
    runProgramWithBaseline(join(__dirname, 'programs', 'leaves-logger.cjs'), {
      APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion.connectionString,
      HOW: how,
    })
  expect(await run()).toMatchObject({ code: 0, stderr: '' })
  expect(ingestion.accepted).toHaveLength(1)
  ingestion.always(hang)
  const ended = await run()
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(ended.extraMs).toBeLessThan(3_000)
})

describe('a transport', () => {
  it.each<[string, object]>([
    ['connectionString', { connectionString: 7 }],
    ['InstrumentationKey', { connectionString: 'InstrumentationKey=nonsense' }],
    ['instrumentation_key', { instrumentation_key: 'x' }],
    ['levels', { levels: {} }],
    ['onError', { onError: 7 }],
    ['client', { client: {} }],
    ['levelMap', { levelMap: { audit: 5 } }],
    ['levelMap', { levelMap: ['audit'] }],
    ['recordsAs', { recordsAs: 'span' }],
    ['errorKeys', { errorKeys: 'err' }],
  ])('throws for an invalid %s when it is created', (field, options) => {
    expect(() => new AzureMonitorTransport(options as object)).toThrow(ConfigurationError)
    expect(() => new AzureMonitorTransport(options)).toThrow(
      expect.objectContaining({ code: 'AZMON_CONFIGURATION', field }),
    )
  })

  it('accepts all options of winston transports', () => {
    const format = winston.format.json()
    const transport = connect({
      level: 'warn',
      silent: false,
      format,
      handleExceptions: false,
      handleRejections: false,
    })
    expect(transport).toMatchObject({ level: 'warn', silent: false, format, name: 'azure-monitor' })
  })

  it('applies its own options for reading records', async () => {
    const transport = connect({ levelMap: { info: 4 }, errorKeys: ['failure'] })
    const events = connect({ recordsAs: 'event' })
    const logger = winston.createLogger({ transports: [transport, events] })
    logger.info('x', { failure: new Error('no') })
    await transport.flush()
    expect(ingestion.accepted.map(({ data }) => [data.baseType, data.baseData.severityLevel])).toEqual([
      ['ExceptionData', 4],
      ['EventData', undefined],
    ])
  })

  it('does not close a client that was passed to it', async () => {
    await using client = new TelemetryClient({ connectionString: ingestion.connectionString })
    const transport = new AzureMonitorTransport({ client })
    const logger = winston.createLogger({ transports: [transport] })
    logger.info('by winston')
    const finished = once(transport, 'finish')
    logger.end()
    await finished
    client.trackTrace({ message: 'by hand' })
    await client.flush()
    expect(messages()).toEqual(['by winston', 'by hand'])
  })

  it('throws for options that the client passed to it already has', async () => {
    await using client = new TelemetryClient({ connectionString: ingestion.connectionString })
    expect(() => new AzureMonitorTransport({ client, cloudRole: 'shop' })).toThrow(
      expect.objectContaining({ field: 'cloudRole' }),
    )
  })
})

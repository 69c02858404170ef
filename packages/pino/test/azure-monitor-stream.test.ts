import { once } from 'node:events'
import { ConfigurationError, TelemetryClient } from '@azmon/core'
import { hang, type ScriptedIngestion, startIngestion, status } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import pino from 'pino'
import { type AzureMonitorStream, type AzureMonitorStreamOptions, azureMonitorStream } from '../src'

let ingestion: ScriptedIngestion
let streams: AzureMonitorStream[]

beforeEach(async () => {
  ingestion = await startIngestion()
  streams = []
})

afterEach(async () => {
  await Promise.all(streams.map((stream) => stream.close({ timeoutMs: 0 })))
  await ingestion.close()
})

function connect(options: AzureMonitorStreamOptions = {}): AzureMonitorStream {
  const stream = azureMonitorStream({ connectionString: ingestion.connectionString, ...options })
  streams.push(stream)
  return stream
}

const messages = () => ingestion.accepted.map((item) => item.data.baseData.message)

describe('a pino logger that writes to the stream', () => {
  it('sends its records to the endpoint', async () => {
    const stream = connect()
    const logger = pino({ customLevels: { audit: 35 }, messageKey: 'text' }, stream)
    logger.audit({ orderId: 42 }, 'Order placed')
    logger.error(new RangeError('expired'))
    expect(await stream.flush()).toEqual({ ok: true, sent: 2, spooled: 0, dropped: 0, pending: 0 })
    expect(ingestion.accepted.map(({ data }) => [data.baseType, data.baseData.properties])).toEqual([
      ['MessageData', { level: 'audit', orderId: '42' }],
      ['ExceptionData', { level: 'error' }],
    ])
    expect(stream.stats()).toMatchObject({ received: 2, sent: 2 })
  })

  it('calls the callback of flush when its records are sent', async () => {
    const logger = pino(connect({ maxBatchAgeMs: 3_600_000 }))
    logger.info('x')
    await new Promise<void>((resolve) => logger.flush(() => resolve()))
    expect(messages()).toEqual(['x'])
  })

  it('may write to other streams, too, each with its own level', async () => {
    const stream = connect()
    const others: string[] = []
    const logger = pino(
      { level: 'debug' },
      pino.multistream([
        { level: 'warn', stream },
        { level: 'debug', stream: { write: (line: string) => void others.push(line) } },
      ]),
    )
    logger.info('no')
    logger.warn('yes')
    await stream.flush()
    expect([messages(), others.length]).toEqual([['yes'], 2])
  })

  it('has sent everything when the stream is closed, and may still log', async () => {
    const stream = connect()
    const logger = pino(stream)
    for (let i = 0; i < 1_000; i++) logger.info(`record ${i}`)
    expect(await stream.close()).toMatchObject({ ok: true, sent: 1_000 })
    logger.info('too late')
    expect(stream.stats()).toMatchObject({ dropped: 1, droppedByReason: { closed: 1 } })
  })

  it('has sent everything when the stream has ended, and may still log', async () => {
    const stream = connect()
    const logger = pino(stream)
    logger.info('last')
    stream.end()
    await once(stream, 'close')
    logger.info('too late')
    expect(messages()).toEqual(['last'])
  })

  it('is not affected if the endpoint fails', async () => {
    ingestion.always(status(400))
    const stream = connect()
    pino(stream).info('x')
    expect(await stream.flush()).toMatchObject({ ok: false, sent: 0, dropped: 1 })
    expect(stream.stats().lastError?.message).toContain('status 400')
  })

  it('does not wait longer than the timeout if the endpoint hangs', async () => {
    ingestion.always(hang)
    const stream = connect()
    pino(stream).info('x')
    expect(await stream.close({ timeoutMs: 50 })).toMatchObject({ sent: 0, spooled: 1 })
  })
})

describe('many lines in one chunk', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, i) => `{"level":30,"msg":"${i}"}\n`).join('')

  it('have all been sent when flush resolves', async () => {
    const stream = connect()
    stream.write(lines(2_000))
    expect(await stream.flush()).toMatchObject({ ok: true, pending: 0 })
    expect(messages()).toEqual(Array.from({ length: 2_000 }, (_, i) => String(i)))
  })

  it('do not block the event loop', async () => {
    const stream = connect()
    let turns = 0
    const count = () => {
      turns++
      if (stream.writableLength > 0) setImmediate(count)
    }
    setImmediate(count)
    stream.write(lines(2_000))
    await stream.flush()
    expect(turns).toBeGreaterThan(2)
  })
})

describe('a client that was passed to the stream', () => {
  it('stays open', async () => {
    await using client = new TelemetryClient({ connectionString: ingestion.connectionString })
    const stream = azureMonitorStream({ client })
    pino(stream).info('by pino')
    await stream.close()
    client.trackTrace({ message: 'by hand' })
    await client.flush()
    expect(messages()).toEqual(['by pino', 'by hand'])
  })
})

it.each<[string, object]>([
  ['options', null as never],
  ['options', 'InstrumentationKey=x' as never],
  ['connectionString', { connectionString: 7 }],
  ['messageKey', { messageKey: 'text' }],
  ['instrumentation_key', { instrumentation_key: 'x' }],
  ['level', { level: 'info' }],
  ['client', { client: {} }],
  ['cloudRole', { client: new TelemetryClient({ disabled: true }), cloudRole: 'shop' }],
  ['levelMap', { levelMap: { audit: 5 } }],
  ['recordsAs', { recordsAs: 'span' }],
  ['errorKeys', { errorKeys: 'err' }],
  ['timeKey', { timeKey: '' }],
  ['nestedKey', { nestedKey: 7 }],
])('an invalid %s throws when the stream is created', (field, options) => {
  expect(() => azureMonitorStream(options)).toThrow(ConfigurationError)
  expect(() => azureMonitorStream(options)).toThrow(expect.objectContaining({ code: 'AZMON_CONFIGURATION', field }))
})

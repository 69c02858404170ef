import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import winston, { type Logform, type Logger } from 'winston'
import { AzureMonitorTransport } from '../src'

const { format } = winston

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

/** The items of what `log` logs through a transport with this format, and with whatever else winston takes. */
async function sentWith(
  transportFormat: Logform.Format,
  log: (logger: Logger, transport: AzureMonitorTransport) => void,
  options: winston.transport.TransportStreamOptions = {},
) {
  const transport = new AzureMonitorTransport({
    ...options,
    connectionString: ingestion.connectionString,
    durability: 'memory',
    format: transportFormat,
  })
  log(winston.createLogger({ level: 'silly', transports: [transport] }), transport)
  await transport.flush()
  transport.destroy()
  return ingestion.accepted.map(({ data }) => data)
}

/** A new one each time: winston writes on the errors that it is given. */
const anError = () => Object.assign(new RangeError('expired', { cause: new TypeError('root') }), { code: 'E_CARD' })

const FORMATS: readonly [name: string, Logform.Format][] = [
  ['timestamp()', format.timestamp()],
  ['errors()', format.errors()],
  ['errors({ stack: true }) and json()', format.combine(format.errors({ stack: true }), format.json())],
  ['label()', format.label({ label: 'shop' })],
  ['printf()', format.printf(({ level, message }) => `${level}: ${message}`)],
  ['timestamp() and logstash()', format.combine(format.timestamp(), format.logstash())],
  ['metadata()', format.metadata()],
  ['a filter by level', format((info) => info.level === 'error' && info)()],
  ['a copy of two fields', format(({ level, message }) => ({ level, message }))()],
  ['a copy by JSON', format((info) => JSON.parse(JSON.stringify(info)))()],
]

const CALLS: readonly [way: string, log: (logger: Logger) => void][] = [
  ['alone', (logger) => logger.error(anError())],
  ['after the message', (logger) => logger.error('Card declined', anError())],
  ['as meta.err', (logger) => logger.error('Card declined', { err: anError() })],
  ['as the message of an entry', (logger) => logger.log({ level: 'error', message: anError() as never })],
  ['in an entry', (logger) => logger.log({ level: 'error', message: 'Card declined', err: anError() })],
]

describe.each(FORMATS)('with %s on the transport', (_, transportFormat) => {
  it.each(CALLS)('an error logged %s is an exception with its stack, code and cause', async (_way, log) => {
    expect(await sentWith(transportFormat, log)).toEqual([
      {
        baseType: 'ExceptionData',
        baseData: expect.objectContaining({
          severityLevel: 3,
          exceptions: [
            expect.objectContaining({ typeName: 'RangeError', message: 'expired', parsedStack: expect.anything() }),
            expect.objectContaining({ typeName: 'TypeError', message: 'root' }),
          ],
          properties: expect.objectContaining({ level: 'error', code: 'E_CARD' }),
        }),
      },
    ])
  })

  it('an error of a child logger is an exception with its stack', async () => {
    const error = new RangeError('expired')
    const sent = await sentWith(transportFormat, (logger) => logger.child({ requestId: 'r1' }).error(error))
    expect(sent).toMatchObject([
      {
        baseType: 'ExceptionData',
        baseData: { exceptions: [{ typeName: 'RangeError', message: 'expired', parsedStack: expect.anything() }] },
      },
    ])
  })
})

describe("the transport's own format", () => {
  it('filters and changes records', async () => {
    const only = format((info) => info['audit'] === true && { ...info, orderId: 42 })()
    const sent = await sentWith(only, (logger) => {
      logger.info('no')
      logger.info('yes', { audit: true })
      logger.error(anError())
    })
    expect(sent).toMatchObject([{ baseData: { message: 'yes', properties: { audit: 'true', orderId: '42' } } }])
  })

  it('sees the message and stack of an Error', async () => {
    const seen: unknown[] = []
    const look = format((info) => {
      seen.push([info.message, String(info['stack']).split('\n')[0]])
      return info
    })()
    await sentWith(look, (logger) => logger.error(anError()))
    expect(seen).toEqual([['expired', 'RangeError: expired']])
  })

  it('does not change the Error of the application', async () => {
    const error = new RangeError('expired')
    await sentWith(format.timestamp(), (logger) => logger.error(error))
    expect(Object.keys(error)).toEqual(['level'])
  })

  it('may be splat(), which removes an error after the values for the tokens', async () => {
    expect(await sentWith(format.splat(), (logger) => logger.error('Card %s', 'declined', anError()))).toMatchObject([
      {
        baseType: 'ExceptionData',
        baseData: {
          exceptions: [{ typeName: 'RangeError', message: 'expired', hasFullStack: true }, { message: 'root' }],
          properties: { message: 'Card declined', code: 'E_CARD' },
        },
      },
    ])
  })

  it('may be splat() and logstash(), which moves the message that splat() has completed', async () => {
    const completing = format.combine(format.splat(), format.logstash())
    const sent = await sentWith(completing, (logger) => logger.info('Order %s placed', 'o1', { orderId: 42 }))
    expect(sent).toMatchObject([{ baseData: { message: 'Order o1 placed' } }])
    expect(sent[0]?.baseData.properties).toEqual({ level: 'info', orderId: '42' })
  })

  it('keeps the log text if the format moves the message to another field', async () => {
    const sent = await sentWith(format.logstash(), (logger) => {
      logger.info('Order placed')
      logger.error('Card declined', anError())
    })
    expect(sent).toMatchObject([
      { baseData: { message: 'Order placed' } },
      { baseData: { properties: { message: 'Card declined' } } },
    ])
  })

  it('is applied to each record that was buffered while the transport was corked', async () => {
    const sent = await sentWith(format.timestamp(), (logger, transport) => {
      transport.cork()
      logger.error(new RangeError('first'))
      logger.info('second')
      logger.error(new TypeError('third'))
      transport.uncork()
    })
    expect(sent).toMatchObject([
      { baseData: { exceptions: [{ typeName: 'RangeError', message: 'first' }] } },
      { baseData: { message: 'second' } },
      { baseData: { exceptions: [{ typeName: 'TypeError', message: 'third' }] } },
    ])
  })

  it('is not called for records below the level, for a silent transport, or for uncaught errors that it does not handle', async () => {
    const asked: unknown[] = []
    const look = format((info) => {
      asked.push(info.message)
      return info
    })()
    const log = (logger: Logger, transport: AzureMonitorTransport) => {
      logger.debug('below')
      logger.log({ level: 'error', message: 'uncaught', exception: true })
      transport.silent = true
      logger.error('silent')
    }
    expect(await sentWith(look, log, { level: 'info' })).toEqual([])
    expect(asked).toEqual([])
  })
})

// Logs 30 records by LOGGER and ends as WAY says.
const { LOGGER, WAY } = process.env

const RECORDS = 30

/** Each: a logger, and how a user of it delivers what was logged. */
const loggers = {
  winston() {
    const winston = require('winston')
    const { AzureMonitorTransport } = require('@azmon/winston')
    const transport = new AzureMonitorTransport()
    const logger = winston.createLogger({ transports: [transport] })
    const end = () => new Promise((resolve) => logger.on('finish', resolve).end())
    return { logger, end, flush: () => transport.flush(), close: end }
  },
  'pino-worker'() {
    const pino = require('pino')
    const transport = pino.transport({ target: '@azmon/pino' })
    const logger = pino(transport)
    const end = () => new Promise((resolve) => transport.on('close', resolve).end())
    const flush = () => new Promise((resolve) => logger.flush(resolve))
    return { logger, end, flush, close: end }
  },
  'pino-in-process'() {
    const pino = require('pino')
    const { azureMonitorStream } = require('@azmon/pino')
    const stream = azureMonitorStream()
    return { logger: pino(stream), end: () => stream.close(), flush: () => stream.flush(), close: () => stream.close() }
  },
  start() {
    const { azmonWinston, start } = require('azmon')
    const winston = require('winston')
    const azmon = start()
    const logger = winston.createLogger({ transports: [azmonWinston()] })
    const end = () => new Promise((resolve) => logger.on('finish', resolve).end())
    return { logger, end, flush: () => azmon.flush(), close: () => azmon.shutdown() }
  },
}

const { logger, end, flush, close } = loggers[LOGGER]()

const staysUp = () => {
  setInterval(() => {}, 1_000)
  process.stdout.write('ready\n')
}

/** What applications do at a signal: they take their time, then exit. */
const onSignal = (deliver) => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      await deliver()
      process.exit(0)
    })
  }
  staysUp()
}

const ways = {
  natural: () => {},
  exit: () => process.exit(0),
  'end, then exit': () => end().then(() => process.exit(0)),
  'flush, then exit': () => flush().then(() => process.exit(0)),
  'close, then exit': () => close().then(() => process.exit(0)),
  throws: () => {
    throw new RangeError('nobody catches me')
  },
  rejects: () => Promise.reject(new RangeError('nobody catches me')),
  'signal, no handler': staysUp,
  'signal, handler ends the logger': () => onSignal(end),
  'signal, handler flushes': () => onSignal(flush),
  'signal, handler closes': () => onSignal(close),
  'signal, handler exits': () => onSignal(async () => {}),
}

for (let id = 0; id < RECORDS; id++) logger.info(`record ${id}`)
setTimeout(ways[WAY], 50)

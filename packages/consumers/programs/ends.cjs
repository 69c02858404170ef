// Logs 30 records with LOGGER and exits as WAY says. Prints `ready` before it waits for a signal.
const { LOGGER, WAY, SLACK_MS = '0' } = process.env

const RECORDS = 30

/** The defaults, and what a busy machine needs beyond them. */
const PATIENT = { exitFlushMs: 3_000 + Number(SLACK_MS), signalFlushMs: 1_000 + Number(SLACK_MS) }

const nothing = async () => {}

const ended = (logger) => new Promise((resolve) => logger.on('finish', resolve).end())

const HANDLES_ERRORS = { handleExceptions: true, handleRejections: true }

/** Each returns a logger and three functions that deliver its records. */
const loggers = {
  /** The same program without telemetry. */
  none: () => ({ logger: { info: () => {} }, end: nothing, flush: nothing, close: nothing }),
  winston: (options = {}) => {
    const winston = require('winston')
    const { AzureMonitorTransport } = require('@azmon/winston')
    const transport = new AzureMonitorTransport({ ...PATIENT, ...options })
    const logger = winston.createLogger({ transports: [transport] })
    const end = () => ended(logger)
    return { logger, end, flush: () => transport.flush(), close: end }
  },
  'winston that handles errors': () => loggers.winston(HANDLES_ERRORS),
  "pino's worker": () => {
    const pino = require('pino')
    const transport = pino.transport({ target: '@azmon/pino', options: PATIENT })
    const logger = pino(transport)
    const end = () => new Promise((resolve) => transport.on('close', resolve).end())
    const flush = () => new Promise((resolve) => logger.flush(resolve))
    return { logger, end, flush, close: end }
  },
  'pino in process': () => {
    const pino = require('pino')
    const { azureMonitorStream } = require('@azmon/pino')
    const stream = azureMonitorStream(PATIENT)
    const close = () => stream.close()
    return { logger: pino(stream), end: close, flush: () => stream.flush(), close }
  },
  'start()': (options = {}) => {
    const { azmonWinston, start } = require('azmon')
    const winston = require('winston')
    const azmon = start(PATIENT)
    const logger = winston.createLogger({ transports: [azmonWinston(options)] })
    return { logger, end: () => ended(logger), flush: () => azmon.flush(), close: () => azmon.shutdown() }
  },
  'start() with winston that handles errors': () => loggers['start()'](HANDLES_ERRORS),
}

const { logger, end, flush, close } = loggers[LOGGER]()

/** Returns a function that lets the program end. */
const stayUp = () => {
  const timer = setInterval(() => {}, 1_000)
  process.stdout.write('ready\n')
  return () => clearInterval(timer)
}

const onSignal = (handler) => {
  let goDown = () => {}
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => handler(() => goDown()))
  goDown = stayUp()
}

const wait = (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs))

/** Finishes its work, delivers and exits, as many applications do. */
const onSignalExitAfter = (deliver) =>
  onSignal(async () => {
    await wait(20)
    await deliver()
    process.exit(0)
  })

const ways = {
  'ends by itself': () => {},
  'sets process.exitCode': () => {
    process.exitCode = 3
  },
  'calls process.exit': () => process.exit(4),
  'ends the logger, then exits': () => end().then(() => process.exit(0)),
  'flushes, then exits': () => flush().then(() => process.exit(0)),
  'closes, then exits': () => close().then(() => process.exit(0)),
  throws: () => {
    throw new RangeError('not caught')
  },
  rejects: () => void Promise.reject(new RangeError('not caught')),
  'does not handle the signal': stayUp,
  'ends the logger at the signal': () => onSignalExitAfter(end),
  'flushes at the signal': () => onSignalExitAfter(flush),
  'closes at the signal': () => onSignalExitAfter(close),
  'exits at the signal': () => onSignal(() => process.exit(0)),
  'finishes its work at the signal, then ends by itself': () => onSignal((goDown) => wait(300).then(goDown)),
}

for (let id = 0; id < RECORDS; id++) logger.info(`record ${id}`)
setTimeout(ways[WAY], 50)

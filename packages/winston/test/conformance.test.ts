import { runLogConformance } from '@azmon/testkit/log-conformance'
import winston, { type Logger } from 'winston'
import { AzureMonitorTransport } from '../src'
import { asItIs } from './builders'

runLogConformance<Logger>({
  open: ({ connectionString, name = 'default', ...options }) => {
    const transport = new AzureMonitorTransport({ connectionString, ...options })
    const loggerOptions = { level: 'debug', levels: LEVELS, format: asItIs, transports: [transport] }
    // A logger has a name only in a container.
    const isNamed = name !== 'default'
    const logger = isNamed ? winston.loggers.add(name, loggerOptions) : winston.createLogger(loggerOptions)
    return {
      logger,
      flush: () => transport.flush(),
      close: () => (isNamed ? winston.loggers.close(name) : logger.close()),
    }
  },
  log: (logger, { level, text, fields, child, time }) => {
    const own = child === undefined ? logger : logger.child(child)
    const all = time === undefined ? fields : { ...fields, timestamp: time }
    if (text === undefined) own.log(level, { ...all })
    else own.log(level, text, all)
  },
})

const LEVELS = { fatal: 0, error: 1, warn: 2, info: 3, debug: 4 }

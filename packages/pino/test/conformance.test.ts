import { runLogConformance } from '@azmon/testkit/log-conformance'
import pino, { type Logger } from 'pino'
import { azureMonitorStream, traceMixin } from '../src'

const { err } = pino.stdSerializers

let logTime: unknown

runLogConformance<Logger>({
  timeKey: 'time',
  open: ({ connectionString, name, ...options }) => {
    const stream = azureMonitorStream({ connectionString, ...options })
    const loggerOptions = {
      level: 'debug',
      mixin: traceMixin(),
      serializers: { error: err, exception: err },
      timestamp: () => `,"time":${JSON.stringify(logTime ?? Date.now())}`,
      ...(name !== undefined && { name }),
    }
    return { logger: pino(loggerOptions, stream), flush: () => stream.flush(), close: () => stream.close() }
  },
  log: (logger, { level, text, fields, child, time }) => {
    logTime = time
    const own = child === undefined ? logger : logger.child(child)
    if (text === undefined) own[level](fields)
    else own[level](fields, text)
  },
})

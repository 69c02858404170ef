// Loggers from a settings file: two handlers with levels of their own, looked up by name where they are used.
import { readFileSync } from 'node:fs'
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const settings = JSON.parse(readFileSync(new URL('settings.json', import.meta.url), 'utf8'))
const handlers = { azure: AzureMonitorTransport, console: winston.transports.Console }

for (const [name, { level, transports }] of Object.entries(settings.loggers)) {
  winston.loggers.add(name, {
    level,
    transports: Object.entries(transports).map(([handler, options]) => new handlers[handler](options)),
  })
}

// … and anywhere else in the program:
const logger = winston.loggers.get('shop')
logger.debug('neither of them')
logger.info('Azure alone')
logger.warn('Azure and the console')

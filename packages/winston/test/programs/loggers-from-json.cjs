// Makes the loggers of loggers.json, then uses them by name.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const winston = require('winston')
const { AzureMonitorTransport } = require('@azmon/winston')

process.chdir(__dirname) // module paths count from the working directory
const { handlers, loggers } = JSON.parse(readFileSync(join(__dirname, 'loggers.json'), 'utf8'))

const makers = {
  azure: (options) => new AzureMonitorTransport(options),
  console: (options) => new winston.transports.Console({ ...options, format: winston.format.simple() }),
}
const transportOf = ({ kind, ...options }) => makers[kind](options)

for (const [name, { handlers: names, ...settings }] of Object.entries(loggers)) {
  winston.loggers.add(name, { ...settings, transports: names.map((each) => transportOf(handlers[each])) })
}

require('./use-loggers.cjs')

// Thirty loggers with one transport.
const winston = require('winston')
const { AzureMonitorTransport } = require('@azmon/winston')

const transport = new AzureMonitorTransport()
for (let i = 0; i < 30; i++) winston.createLogger({ transports: [transport] }).info(`logger ${i}`)

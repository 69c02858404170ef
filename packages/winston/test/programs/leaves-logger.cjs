// Takes its transport from the logger, in the way that HOW says, and has nothing more to do.
const winston = require('winston')
const { AzureMonitorTransport } = require('@azmon/winston')

const transport = new AzureMonitorTransport({ exitFlushMs: 200 })
const logger = winston.createLogger({ transports: [transport] })
logger.info('last')
if (process.env.HOW === 'close') logger.close()
else logger.remove(transport)

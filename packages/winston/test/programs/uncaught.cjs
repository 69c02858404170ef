// Ends by an error that nobody catches, of the KIND and with the HANDLER that the environment says.
const winston = require('winston')
const { AzureMonitorTransport } = require('@azmon/winston')

const { KIND, HANDLER, EXIT_ON_ERROR, UNCAUGHT: uncaught } = process.env
const exitOnError = EXIT_ON_ERROR !== 'false'
const options = {
  onTransport: {
    transports: [new AzureMonitorTransport({ uncaught, handleExceptions: true, handleRejections: true })],
  },
  onLogger: {
    transports: [new winston.transports.Console({ silent: true })],
    exceptionHandlers: [new AzureMonitorTransport()],
    rejectionHandlers: [new AzureMonitorTransport()],
  },
}[HANDLER]
const logger = winston.createLogger({ exitOnError, ...options })

logger.info('running')
const error = Object.assign(new RangeError('expired'), { code: 'E_CARD' })
setTimeout(() => {
  if (KIND === 'rejection') Promise.reject(error)
  else throw error
}, 10)
if (!exitOnError) setTimeout(() => logger.info('still running'), 300)

// Knows the loggers by name only.
const winston = require('winston')

const payments = winston.loggers.get('payments')
payments.debug('Card checked')
payments.info('Card accepted')
payments.warn('Card expires soon')
payments.error('Health check failed')
winston.loggers.get('audit').debug('Card seen')

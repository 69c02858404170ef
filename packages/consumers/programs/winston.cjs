const { AzureMonitorTransport } = require('@azmon/winston')
const winston = require('winston')

const logger = winston.createLogger({ transports: [new AzureMonitorTransport()] })
logger.info('Order placed', { orderId: 42 })
logger.error('Card declined', { orderId: 42, err: new RangeError('expired in 03/24') })

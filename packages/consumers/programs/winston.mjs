import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const logger = winston.createLogger({ transports: [new AzureMonitorTransport()] })
logger.info('Order placed', { orderId: 42 })
logger.error('Card declined', { orderId: 42, err: new RangeError('expired in 03/24') })

import { azureMonitorStream } from '@azmon/pino'
import pino from 'pino'

const logger = pino(azureMonitorStream())
logger.info({ orderId: 42 }, 'Order placed')
logger.error({ orderId: 42, err: new RangeError('expired in 03/24') }, 'Card declined')

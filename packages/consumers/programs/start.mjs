// Logs with both loggers through one call of start().
import { azmonPino, azmonWinston, start, traceMixin } from 'azmon'
import pino from 'pino'
import winston from 'winston'

start({ metrics: false })
const logger = winston.createLogger({ transports: [azmonWinston()] })
logger.info('Order placed', { orderId: 42 })
logger.error('Card declined', { orderId: 42, err: new RangeError('expired in 03/24') })
const other = pino({ mixin: traceMixin() }, azmonPino())
other.info({ orderId: 42 }, 'Order placed')
other.error({ orderId: 42, err: new RangeError('expired in 03/24') }, 'Card declined')

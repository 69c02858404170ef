import { validateOptions } from '@azmon/pino'
import pino from 'pino'

const logger = pino({ transport: { target: '@azmon/pino', options: validateOptions({ cloudRole: 'shop' }) } })
logger.info({ orderId: 42 }, 'Order placed')
logger.error({ orderId: 42, err: new RangeError('expired in 03/24') }, 'Card declined')

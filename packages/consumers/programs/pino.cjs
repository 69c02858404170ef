const pino = require('pino')

const logger = pino({ transport: { target: '@azmon/pino' } })
logger.info({ orderId: 42 }, 'Order placed')
logger.error({ orderId: 42, err: new RangeError('expired in 03/24') }, 'Card declined')

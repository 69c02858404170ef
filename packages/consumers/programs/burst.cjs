// As many records as the argument says, in one synchronous loop.
const pino = require('pino')

const logger = pino({ transport: { target: '@azmon/pino' } })
for (let orderId = 0; orderId < Number(process.argv[2]); orderId++) logger.info({ orderId }, 'Order placed')

// Logs the number of records in its argument in one synchronous loop.
const pino = require('pino')

// A busy machine may need more than the default; pino waits for 10 s.
const options = { exitFlushMs: 7_000 }
const logger = pino({ transport: { target: '@azmon/pino', options } })
for (let orderId = 0; orderId < Number(process.argv[2]); orderId++) logger.info({ orderId }, 'Order placed')

// Logs RECORDS records in one synchronous loop, ends by itself, and prints the last account that the worker gives.
const pino = require('pino')

const { RECORDS, CONNECTION, STORAGE } = process.env
// A busy machine has all the time there is to send it.
const options = { connectionString: CONNECTION, storagePath: STORAGE, exitFlushMs: 7_000 }
const transport = pino.transport({ target: '@azmon/pino', options })
const logger = pino(transport)
transport.on('azmon:stats', (stats) => console.log(JSON.stringify(stats)))

for (let i = 0; i < Number(RECORDS); i++) {
  const fields = { orderId: i, customer: `customer-${i % 977}`, warehouse: 'west-2', express: i % 7 === 0 }
  logger.info(fields, `The order with the number ${i} has been taken and is being packed`)
}
const alive = setInterval(() => {}, 1_000)
transport.on('close', () => clearInterval(alive))
transport.end()

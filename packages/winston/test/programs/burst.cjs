// Logs RECORDS records in one synchronous loop, ends the logger if END says so, and prints the account at its end.
const winston = require('winston')
const { AzureMonitorTransport } = require('@azmon/winston')

const { RECORDS, MAX_QUEUE_BYTES, DURABILITY, STORAGE, END } = process.env
const transport = new AzureMonitorTransport({
  // A busy machine has time enough to send all of it.
  exitFlushMs: 50_000,
  durability: DURABILITY,
  storagePath: STORAGE,
  maxQueueBytes: MAX_QUEUE_BYTES === undefined ? undefined : Number(MAX_QUEUE_BYTES),
})
const logger = winston.createLogger({ transports: [transport] })

for (let i = 0; i < Number(RECORDS); i++) {
  logger.info(`The order with the number ${i} has been taken and is being packed`, {
    orderId: i,
    customer: `customer-${i % 977}`,
    warehouse: 'west-2',
    express: i % 7 === 0,
    total: i * 1.25,
    basket: 'books, tea',
  })
}

if (END !== undefined) logger.on('finish', () => process.exit()).end()
process.on('exit', () => console.log(JSON.stringify(transport.stats())))

// Logs three records, and says when pino says that they are flushed; then it lives on.
const pino = require('pino')

const { CONNECTION, STORAGE } = process.env
const options = { connectionString: CONNECTION, storagePath: STORAGE, maxBatchAgeMs: 3_600_000 }
const logger = pino(pino.transport({ target: '@azmon/pino', options }))
for (const message of ['one', 'two', 'three']) logger.info(message)
logger.flush((error) => console.log(error === undefined ? 'flushed' : error.message))
process.on('SIGTERM', () => {
  logger.info('four')
  logger.flush((error) => {
    console.log(error === undefined ? 'flushed again' : error.message)
    process.exit()
  })
})
setInterval(() => {}, 1_000)

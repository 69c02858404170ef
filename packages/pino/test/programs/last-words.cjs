// Prints that it is ready, logs to stdout by pino, and has last words for SIGINT a moment later.
const pino = require('pino')

const logger = pino()
logger.info('first words')
process.on('SIGINT', () => {
  setTimeout(() => {
    logger.info('last words')
    process.exit(0)
  }, 200)
})
setInterval(() => {}, 1_000)

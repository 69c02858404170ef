// Logs RECORDS records of NAME, ends the transport at once, and exits a moment after it has finished.
const pino = require('pino')

const { CONNECTION, STORAGE, NAME, RECORDS } = process.env
const options = { connectionString: CONNECTION, storagePath: STORAGE }
const transport = pino.transport({ target: '@azmon/pino', options })
const logger = pino(transport)
for (let i = 0; i < Number(RECORDS); i++) logger.info(`${NAME}-${i} is the name of this record`)
transport.end()
transport.on('finish', () => setTimeout(() => process.exit(), 50))

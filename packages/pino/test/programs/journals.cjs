// Logs RECORDS records to a journal, says when the worker has read all of them, and waits for its end.
const pino = require('pino')

const { RECORDS, CONNECTION, STORAGE } = process.env
const options = { connectionString: CONNECTION, storagePath: STORAGE, durability: 'journal' }
const transport = pino.transport({ target: '@azmon/pino', options })
const logger = pino(transport)
for (let i = 0; i < Number(RECORDS); i++) logger.info(`${i} is the number of this record`)
transport.flushSync()
console.log('ready')
setInterval(() => {}, 1_000)

// Logs 200 records through the worker and ends as HOW says.
const pino = require('pino')

const { CONNECTION, STORAGE, HOW, FLUSH_LIMITS = '{}' } = process.env
const options = { connectionString: CONNECTION, storagePath: STORAGE, ...JSON.parse(FLUSH_LIMITS) }
const transport = pino.transport({ target: '@azmon/pino', options })
const logger = pino(transport)

const ways = {
  ends: () => {},
  exits: () => process.exit(0),
  throws: () => {
    throw new Error('thrown')
  },
  rejects: () => void Promise.reject(new Error('rejected')),
  waits: () => {
    process.on('SIGTERM', () => process.exit(0))
    setInterval(() => {}, 1_000)
    console.log('ready')
  },
}

function logAndLeave(way) {
  for (let i = 100; i < 300; i++) logger.info(`${i} is the number of this record`)
  way()
}

if (HOW === 'exitsAtOnce') logAndLeave(ways.exits)
else transport.once('ready', () => logAndLeave(ways[HOW]))

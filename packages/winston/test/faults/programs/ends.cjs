// Logs 200 records and ends as HOW says. Without CONNECTION it is the same program with a silent console alone.
const winston = require('winston')

const { CONNECTION, STORAGE, HOW, FLUSH_LIMITS = '{}' } = process.env
const handled = { handleExceptions: HOW.endsWith('Handled'), handleRejections: HOW.endsWith('Handled') }

function transport() {
  if (CONNECTION === undefined) return new winston.transports.Console({ silent: true, ...handled })
  const { AzureMonitorTransport } = require('@azmon/winston')
  return new AzureMonitorTransport({
    connectionString: CONNECTION,
    storagePath: STORAGE,
    ...JSON.parse(FLUSH_LIMITS),
    ...handled,
  })
}
const logger = winston.createLogger({ level: 'debug', transports: [transport()] })
for (let i = 100; i < 300; i++)
  logger.log(['error', 'warn', 'info', 'debug'][i % 4], `${i} and some more`, { order: i })

const throws = () => {
  throw new RangeError('nobody catches me')
}
const rejects = () => Promise.reject(new RangeError('nobody catches me'))
const ways = {
  ends: () => {},
  exits0: () => process.exit(0),
  exits1: () => process.exit(1),
  throws,
  throwsHandled: throws,
  rejects,
  rejectsHandled: rejects,
  overflows: function deeper() {
    deeper()
  },
  waits: () => {
    setInterval(() => {}, 1_000)
    console.log('ready')
  },
}
setTimeout(ways[HOW], 20)

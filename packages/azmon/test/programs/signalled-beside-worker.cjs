// Logs 1,000 records through pino's worker, and waits for a signal, which it handles if HANDLER says how.
const pino = require('pino')

const { BESIDE, HANDLER } = process.env
const options = { signalFlushMs: 5_000 } // a busy machine may need it
if (BESIDE === 'winston') {
  const { AzureMonitorTransport } = require('@azmon/winston')
  require('winston').createLogger({ transports: [new AzureMonitorTransport(options)] })
} else {
  require('azmon').start(options)
}
const transport = pino.transport({ target: '@azmon/pino', options })
const logger = pino(transport)
if (HANDLER === 'exits') for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(0))
transport.once('ready', () => {
  console.log('ready')
  for (let i = 0; i < 1_000; i++) logger.info(`record ${i}`)
})
setInterval(() => logger.debug('alive'), 1_000) // pino ends the worker of a logger that nothing refers to

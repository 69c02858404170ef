// Has the worker lose a record, and prints what the main thread hears of it.
const pino = require('pino')

const { CONNECTION } = process.env
const transport = pino.transport({
  target: '@azmon/pino',
  options: { connectionString: CONNECTION, durability: 'memory' },
})
transport.on('azmon:drop', (...loss) => console.log(JSON.stringify({ loss })))
transport.on('azmon:error', (error) => console.log(JSON.stringify({ error: error.message })))
transport.on('azmon:stats', ({ received, dropped }) => console.log(JSON.stringify({ received, dropped })))
const logger = pino(transport)
logger.warn('refused')
logger.flush(() => transport.end())
const alive = setInterval(() => {}, 1_000)
transport.on('close', () => clearInterval(alive))

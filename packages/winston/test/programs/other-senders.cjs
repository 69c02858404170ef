// Logs through our transport with another one of the class OTHER before, and in a second logger after it.
const winston = require('winston')
const Transport = require('winston-transport')
const { AzureMonitorTransport } = require('@azmon/winston')

const Other = { [process.env.OTHER]: class extends Transport {} }[process.env.OTHER]
Other.prototype.log = (_info, done) => done()

const ours = () => new AzureMonitorTransport({ disabled: true })
for (const transports of [
  [new Other(), ours()],
  [ours(), new Other()],
]) {
  const logger = winston.createLogger({ transports })
  logger.info('first')
  logger.info('second')
}

// Makes a logger of LOGGER and a transport of TRANSPORT, both JSON as in a settings file, and makes the CALLS.
const pino = require('pino')

const { LOGGER = '{}', TRANSPORT, CALLS } = process.env
const logger = pino({ ...JSON.parse(LOGGER), transport: JSON.parse(TRANSPORT) })
for (const [level, ...args] of JSON.parse(CALLS)) logger[level](...args)

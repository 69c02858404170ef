// Makes the loggers of loggers.cjs, then uses them by name.
const winston = require('winston')

for (const [name, settings] of Object.entries(require('./loggers.cjs'))) winston.loggers.add(name, settings)

require('./use-loggers.cjs')

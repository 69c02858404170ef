const v8 = require('node:v8')
const { runInNewContext } = require('node:vm')
const { start, traceMixin } = require('azmon')
const pino = require('pino')

v8.setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc')

start()
let logger = pino({ mixin: traceMixin(), transport: { target: '@azmon/pino' } })
for (let i = 0; i < 5; i++) logger.info(`record ${i}`)

// Nothing refers to the logger any more when the process ends, and its garbage is collected while telemetry is sent.
process.on('beforeExit', () => {
  logger = undefined
  for (const delayMs of [0, 20, 60]) setTimeout(gc, delayMs).unref()
})

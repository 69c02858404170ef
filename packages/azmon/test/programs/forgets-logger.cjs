const v8 = require('node:v8')
const { runInNewContext } = require('node:vm')
const { start, traceMixin } = require('azmon')
const pino = require('pino')

v8.setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc')

start()
logAndForget()
// The process ends by itself, and collects garbage while what is left is sent.
process.on('beforeExit', () => {
  for (const delayMs of [0, 20, 60]) setTimeout(gc, delayMs).unref()
})

function logAndForget() {
  const logger = pino({ mixin: traceMixin(), transport: { target: '@azmon/pino' } })
  for (let i = 0; i < 5; i++) logger.info(`record ${i}`)
}

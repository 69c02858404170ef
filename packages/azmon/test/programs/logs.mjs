import { azmonPino, azmonWinston, start, traceMixin } from 'azmon'
import pino from 'pino'
import winston from 'winston'

const azmon = start({ cloudRole: 'shop', metrics: false })
const other = pino({ mixin: traceMixin() }, azmonPino())
const logger = winston.createLogger({ transports: [azmonWinston()] })
await azmon.tracing.tracer.span('place order', async () => {
  await null
  logger.info('by winston')
  other.info('by pino')
})
const { sent, pending } = await azmon.shutdown()
console.log(JSON.stringify({ sent, pending, again: (await azmon.shutdown()).sent }))

import { azureMonitorStream } from '@azmon/pino'
import { AzureMonitorTransport } from '@azmon/winston'
import pino from 'pino'
import { expect, it } from 'vitest'
import winston from 'winston'

const seen = []
const processors = [({ data: { baseType } }) => void seen.push(baseType)]

it('logs to Azure Monitor with winston', async () => {
  const transport = new AzureMonitorTransport({ processors })
  const logger = winston.createLogger({ transports: [transport] })
  logger.info('Order placed', { orderId: 42 })
  logger.error('Card declined', { orderId: 42, err: new RangeError('expired in 03/24') })
  expect(await transport.flush()).toMatchObject({ ok: true, sent: 2 })
  expect(seen.splice(0)).toEqual(['MessageData', 'ExceptionData'])
})

it('logs to Azure Monitor with pino', async () => {
  const stream = azureMonitorStream({ processors })
  const logger = pino(stream)
  logger.info({ orderId: 42 }, 'Order placed')
  logger.error({ orderId: 42, err: new RangeError('expired in 03/24') }, 'Card declined')
  expect((await stream.flush()).ok).toBe(true)
  expect(seen.splice(0)).toEqual(['MessageData', 'ExceptionData'])
})

// An error that is logged is an exception, with its stack and what caused it; the text beside it is kept.
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const logger = winston.createLogger({ transports: [new AzureMonitorTransport()] })

try {
  JSON.parse('1 / 0')
} catch (err) {
  logger.error('Captured an exception.', { err, key_1: 'value_1', key_2: 'value_2' })
}

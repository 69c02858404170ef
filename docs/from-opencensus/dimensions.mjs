// What is logged beside the message becomes customDimensions; the original's custom_dimensions still work.
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const logger = winston.createLogger({ transports: [new AzureMonitorTransport()] })

logger.info('action', { key_1: 'value_1', key_2: 'value_2' })
logger.info('action', { custom_dimensions: { key_1: 'value_1', key_2: 'value_2' } })

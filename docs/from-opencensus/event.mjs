// A logger whose records are custom events: the message is the event's name.
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const events = winston.createLogger({ transports: [new AzureMonitorTransport({ recordsAs: 'event' })] })
events.info('Hello, World!', { custom_dimensions: { key_1: 'value_1' }, custom_measurements: { total: 9.5 } })

// Or one record of a logger whose others are traces.
const logger = winston.createLogger({ transports: [new AzureMonitorTransport()] })
logger.info('The order is on its way', { customEvent: 'OrderPlaced', orderId: 42 })

// config_integration.trace_integrations(['logging'])
// logging.basicConfig(format='… traceId=%(traceId)s spanId=%(spanId)s %(message)s')
import { createTracing } from '@azmon/tracing'
import { AzureMonitorTransport } from '@azmon/winston'
import { trace } from '@opentelemetry/api'
import winston from 'winston'

// Rows are tied to their operation by themselves; this is for who reads along.
const withIds = winston.format.printf(({ message }) => {
  const { traceId = '-', spanId = '-' } = trace.getActiveSpan()?.spanContext() ?? {}
  return `traceId=${traceId} spanId=${spanId} ${message}`
})
const azure = new AzureMonitorTransport()
const logger = winston.createLogger({ transports: [new winston.transports.Console({ format: withIds }), azure] })

const tracing = createTracing()
tracing.register() // after the logger was made: that makes no difference

logger.warn('Before the span')
tracing.tracer.span('hello', () => logger.warn('In the span'))
logger.warn('After the span')

await azure.flush()
await tracing.close()

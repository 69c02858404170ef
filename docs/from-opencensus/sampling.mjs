// tracer = Tracer(exporter=AzureExporter(…), sampler=ProbabilitySampler(0.5))
import { TelemetryClient } from '@azmon/core'
import { createTracing, ProbabilitySampler } from '@azmon/tracing'
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const client = new TelemetryClient()
const logger = winston.createLogger({ transports: [new AzureMonitorTransport({ client })] })
const tracing = createTracing({ client, sampler: new ProbabilitySampler(0.5) })
tracing.register()

// Half of the orders are kept, whole: what is logged for them is kept with them. sum(itemCount) still says 400.
for (let orderId = 0; orderId < 400; orderId++) {
  tracing.tracer.span('place order', () => logger.info('Order placed', { orderId }))
}
// An error is kept, whatever becomes of its order.
tracing.tracer.span('refund', () => logger.error('Card declined'))

await tracing.close()
await client.close()

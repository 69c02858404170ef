// middleware = FlaskMiddleware(app, exporter=…, sampler=…, excludelist_paths=['health'])
import { createServer } from 'node:http'
import { createTracing } from '@azmon/tracing'
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const tracing = createTracing({ cloudRole: 'shop' })
tracing.register()
// The logging integration: a record that is logged for a request belongs to it.
const transport = new AzureMonitorTransport({ cloudRole: 'shop' })
const logger = winston.createLogger({ transports: [transport] })

const server = createServer((request, response) => {
  logger.info('Order asked for', { path: request.url })
  response.end('an order')
})
tracing.trackRequests(server, { ignore: ['/health'] })
server.listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))

const { port } = server.address()
for (const path of ['/orders', '/health']) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  process.stdout.write(`${await response.text()}\n`)
}

server.closeAllConnections()
server.close()
await transport.flush()
await tracing.close()

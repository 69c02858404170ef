// An application that has OpenTelemetry's SDK, registered first.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { trace } from '@opentelemetry/api'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { start } from 'azmon'

trace.setGlobalTracerProvider(new BasicTracerProvider())
const azmon = start({ metrics: false })
const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1')
await once(server, 'listening')
await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text()
server.closeAllConnections()
server.close()
azmon.client.trackTrace({ message: 'still here' })
await azmon.shutdown()

// argv: the options.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { trace } from '@opentelemetry/api'
import { start } from 'azmon'

const azmon = start(JSON.parse(process.argv[2]))
const server = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1')
await once(server, 'listening')
await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text()
trace.getTracer('app').startSpan('own').end()
server.closeAllConnections()
server.close()
await azmon.shutdown()

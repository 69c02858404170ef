// Passes on the headers of a request by each client, and prints whether the called service sees the call as its parent.
import { createServer, get } from 'node:http'
import { createRequire } from 'node:module'
import { createTracing } from '@azmon/tracing'
import { got } from 'got'

const { get: takenOut } = createRequire(import.meta.url)('node:http')

const calls = new Set()
const tracing = createTracing({
  durability: 'memory',
  exporters: [({ kind, spanId }) => kind === 2 && calls.add(spanId)],
})
tracing.register()
tracing.trackOutgoing()

let parent
const backend = createServer((request, response) => {
  parent = request.headers.traceparent
  response.end('paid')
})
const byHttp = (send) => (url, headers) => {
  return new Promise((resolve) => send(url, { headers }, (response) => response.resume().once('end', resolve)))
}
const CLIENTS = {
  got: (url, headers) => got(url, { headers }),
  imported: byHttp(get),
  'taken out before': byHttp(takenOut),
}
const gateway = createServer(async ({ url, headers: { host, connection, ...headers } }, response) => {
  await CLIENTS[decodeURIComponent(url.slice(1))](`http://127.0.0.1:${backend.address().port}/`, headers)
  response.end()
})
tracing.trackRequests(gateway)
for (const server of [backend, gateway]) await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

for (const client of Object.keys(CLIENTS)) {
  await fetch(`http://127.0.0.1:${gateway.address().port}/${client}`, { headers: { traceparent: process.env.PARENT } })
  const [, traceId, spanId] = parent.split('-')
  process.stdout.write(`${client}: ${process.env.PARENT.includes(traceId) && calls.has(spanId) ? 'ok' : parent}\n`)
}
for (const server of [backend, gateway]) {
  server.closeAllConnections()
  server.close()
}
await tracing.close()

// A server whose handler throws an uncaught error. HOW names the place.
const { TelemetryClient } = require('@azmon/core')
const { createTracing } = require('@azmon/tracing')
const { EventEmitter } = require('node:events')
const { readFile } = require('node:fs')
const http = require('node:http')

const client = new TelemetryClient({ durability: 'memory', uncaught: 'record' })
const tracing = createTracing({ client })
tracing.register()

const fail = () => {
  throw new RangeError('nobody caught me')
}
const ways = {
  'at once': fail,
  'within a span': () => tracing.tracer.span('work', fail),
  'in a timer': () => setTimeout(fail, 5),
  'in an immediate': () => setImmediate(fail),
  'in the next tick': () => process.nextTick(fail),
  'in a callback of the file system': () => readFile(__filename, fail),
  'by an event that nobody listens to': () =>
    setTimeout(() => new EventEmitter().emit('error', new RangeError('nobody caught me')), 5),
  'in a promise': async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    fail()
  },
  'in a promise that is rejected later': () =>
    void new Promise((_, reject) => setTimeout(reject, 5, new RangeError('nobody caught me'))),
}

// Keeps the process running so that the exception can be sent.
process.on('uncaughtException', async () => {
  await client.close()
  process.exit(0)
})

const server = http.createServer((request) => {
  if (request.url === '/orders') ways[process.env.HOW]()
})
tracing.trackRequests(server)
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address()
  http
    .get({ host: '127.0.0.1', port, path: '/orders', headers: { traceparent: process.env.PARENT } })
    .on('error', () => {})
})

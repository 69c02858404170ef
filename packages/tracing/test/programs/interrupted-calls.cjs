// Ends the process, in the way that HOW names, while two calls are in flight; one has its status and half of its response.
const { once } = require('node:events')
const http = require('node:http')
const { TelemetryClient } = require('@azmon/core')
const { createTracing } = require('@azmon/tracing')

const client = new TelemetryClient({ storagePath: process.env.STORAGE })
const tracing = createTracing({ client })
tracing.trackOutgoing()

const ways = {
  throws: () => {
    throw new RangeError('nobody catches me')
  },
  exits: () => process.exit(0),
  closes: async () => {
    await client.close()
    process.exit(0)
  },
  'gets a signal': () => process.stdout.write('ready\n'),
}

const server = http.createServer((request, response) => {
  if (request.url === '/streamed') response.write('half of it')
})
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`
  fetch(`${url}/orders`).catch(() => {})
  await once(server, 'request')
  await fetch(`${url}/streamed`)
  setImmediate(ways[process.env.HOW])
})

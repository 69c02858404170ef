// Ends the process, in the way that HOW names, while two requests are unfinished; one has half of its response.
const { TelemetryClient } = require('@azmon/core')
const { createTracing } = require('@azmon/tracing')
const http = require('node:http')

const client = new TelemetryClient({ storagePath: process.env.STORAGE })
const tracing = createTracing({ client })

const responses = []
const server = http.createServer((request, response) => {
  if (request.url === '/streamed') response.write('half of it')
  responses.push(response)
  if (responses.length === 2) bothAreUnderWay()
})
tracing.trackRequests(server)
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address()
  for (const path of ['/orders', '/streamed']) http.get({ host: '127.0.0.1', port, path }).on('error', () => {})
})

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
  'answers at a signal': () => {
    process.once('SIGTERM', () => {
      for (const response of responses) response.end()
      server.close(() => client.close())
      server.closeIdleConnections()
    })
    process.stdout.write('ready\n')
  },
}
const bothAreUnderWay = () => setImmediate(ways[process.env.HOW])

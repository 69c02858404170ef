// Sends two requests to itself within one span.
const http = require('node:http')
const { createTracing } = require('@azmon/tracing')

const tracing = createTracing()
tracing.register()
const stop = tracing.trackOutgoing()

const server = http.createServer((_, response) => response.end('paid'))
tracing.trackRequests(server)
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`
  await tracing.tracer.span('place order', async () => {
    await (await fetch(`${url}/by-fetch`)).text()
    await new Promise((resolve) => http.get(`${url}/by-http`, (answer) => answer.resume().on('end', resolve)))
  })
  stop()
  server.closeAllConnections()
  server.close()
})

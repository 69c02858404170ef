// Sends two requests to itself within one span.
import { createServer, get } from 'node:http'
import { createTracing } from '@azmon/tracing'

const tracing = createTracing()
tracing.register()
const stop = tracing.trackOutgoing()

const server = createServer((_, response) => response.end('paid'))
tracing.trackRequests(server)
server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`
  await tracing.tracer.span('place order', async () => {
    await (await fetch(`${url}/by-fetch`)).text()
    await new Promise((resolve) => get(`${url}/by-http`, (answer) => answer.resume().on('end', resolve)))
  })
  stop()
  server.closeAllConnections()
  server.close()
})

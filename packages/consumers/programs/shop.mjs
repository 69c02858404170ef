// A shop with Express that imports nothing but azmon. It sends two requests to itself.
import { start } from 'azmon'
import { errorTelemetry, requestTelemetry } from 'azmon/express'
import express from 'express'

start({ metrics: false, outgoing: false })
const app = express()
app.use(requestTelemetry({ user: () => 'ada' }))
app.get('/orders/:id', (request, response) => response.json(request.params))
app.get('/broken', () => {
  throw new RangeError('expired in 03/24')
})
app.use(errorTelemetry())
app.use((error, _, response, next) => (response.headersSent ? next(error) : response.status(500).end()))

const server = app.listen(0, '127.0.0.1', async () => {
  for (const path of ['/orders/7', '/broken']) await fetch(`http://127.0.0.1:${server.address().port}${path}`)
  server.closeAllConnections()
  server.close()
})

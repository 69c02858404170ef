// Serves one request that fails. Its error passes errorTelemetry() and, as ERROR says, the response; pino-http logs the failure.
import { once } from 'node:events'
import { azmonPino, azmonPinoTarget, start, traceMixin } from 'azmon'
import { errorTelemetry } from 'azmon/express'
import express from 'express'
import pino from 'pino'
import { pinoHttp } from 'pino-http'

const azmon = start({ durability: 'memory', metrics: false })
const transport = process.env.IN === 'worker' ? pino.transport(azmonPinoTarget()) : azmonPino()

const app = express()
app.use(pinoHttp({ mixin: traceMixin() }, transport))
app.get('/orders/:id', () => {
  throw new RangeError('expired in 03/24')
})
app.use(errorTelemetry())
app.use((error, _request, response, _next) => {
  if (process.env.ERROR === 'on the response') response.err = error
  response.status(500).end()
})

const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
await (await fetch(`http://127.0.0.1:${server.address().port}/orders/7`)).text()
server.closeAllConnections()
server.close()
transport.end()
await once(transport, 'close')
await azmon.shutdown()

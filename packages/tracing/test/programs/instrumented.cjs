// A shop asks its payments service twice, and OpenTelemetry's own instrumentation makes the spans of all of it. With
// TRACK its servers are tracked as well; with TRACK_ALL those of the whole process, by who comes `first` or `last`.
const { createTracing } = require('@azmon/tracing')
const { registerInstrumentations } = require('@opentelemetry/instrumentation')
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http')
const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici')

const tracing = createTracing()
tracing.register()
if (process.env.TRACK_ALL === 'first') tracing.trackIncoming({ routeOf: ({ url }) => url })
registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()] })

const http = require('node:http')
if (process.env.TRACK_ALL === 'last') tracing.trackIncoming({ routeOf: ({ url }) => url })
const { once } = require('node:events')
const { text } = require('node:stream/consumers')

async function serve(listener) {
  const server = http.createServer(listener).listen(0, '127.0.0.1')
  if (process.env.TRACK) tracing.trackRequests(server, { routeOf: ({ url }) => url })
  await once(server, 'listening')
  return server
}

const urlOf = (server, path) => `http://127.0.0.1:${server.address().port}${path}`

async function get(url) {
  const [response] = await once(http.get(url), 'response')
  return text(response)
}

async function main() {
  const payments = await serve((_, response) => response.end('paid'))
  const shop = await serve(async (_, response) => {
    await (await fetch(urlOf(payments, '/by-fetch'))).text()
    response.end(await get(urlOf(payments, '/by-http')))
  })
  console.log(await get(urlOf(shop, '/orders')))
  for (const server of [shop, payments]) {
    server.closeAllConnections()
    server.close()
  }
  await tracing.flush()
  setTimeout(() => tracing.close(), Number(process.env.IDLE_MS))
}

void main()

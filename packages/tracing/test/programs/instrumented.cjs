// A shop calls its payments service twice, traced by OpenTelemetry's own instrumentation. TRACK also tracks its servers;
// TRACK_ALL tracks all servers of the process, `first` or `last`, before or after the instrumentation.
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

// config_integration.trace_integrations(['requests'])
// with tracer.span(name='parent'):
//     response = requests.get(url=…)
import { createServer } from 'node:http'
import { createTracing } from '@azmon/tracing'

const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const url = `http://127.0.0.1:${server.address().port}/hello`

const tracing = createTracing()
tracing.register()
const stop = tracing.trackOutgoing() // fetch, undici, http and https
await tracing.tracer.span('parent', async () => {
  process.stdout.write(`${await (await fetch(url)).text()}\n`)
})

stop()
server.closeAllConnections()
server.close()
await tracing.close()

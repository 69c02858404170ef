// new_metrics_exporter() alone: what the process does and takes. enable_standard_metrics=False is standardMetrics: false.
import { createServer } from 'node:http'
import { createMetrics } from '@azmon/metrics'

createMetrics()

const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1', async () => {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`)
  process.stdout.write(`${await answer.text()}\n`)
  server.closeAllConnections()
  server.close()
})

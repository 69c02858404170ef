// Passes async, rejecting functions for all options, then handles two requests. The process must survive.
const { createTracing } = require('@azmon/tracing')
const http = require('node:http')

const rejects = async () => {
  throw new Error('not now')
}

const errors = []
const tracing = createTracing({
  durability: 'memory',
  exporters: [rejects],
  sampler: { decide: rejects },
  propagator: { inject: rejects, extract: rejects, fields: () => [] },
  onError: (error) => errors.push(error.message),
})
tracing.register()
tracing.trackOutgoing({ ignore: [rejects] })

const server = http.createServer((_, response) => response.end())
tracing.trackRequests(server, {
  ignore: [rejects],
  routeOf: rejects,
  isSuccess: rejects,
  user: rejects,
  session: rejects,
  clientIp: rejects,
})
server.listen(0, '127.0.0.1', async () => {
  for (let i = 0; i < 2; i++) await (await fetch(`http://127.0.0.1:${server.address().port}`)).text()
  console.log(await tracing.withInvocation({ functionName: 'place-order' }, async () => 'invoked'))
  await new Promise(setImmediate)
  server.closeAllConnections()
  server.close()
  await tracing.close()
  console.log(errors.join())
})

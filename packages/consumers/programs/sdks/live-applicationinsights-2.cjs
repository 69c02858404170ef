// Answers its own requests with 503, and sends Live Metrics with applicationinsights 2.x, until its input ends.
const http = require('node:http')
const { Agent } = require('node:https')
const appInsights = require('applicationinsights-2')

// For Live Metrics it always connects to port 443. The agent connects to the port in the connection string.
const endpoint = /LiveEndpoint=([^;]+)/.exec(process.env.APPLICATIONINSIGHTS_CONNECTION_STRING)[1]
const { hostname: host, port } = new URL(endpoint)
appInsights.setup().setSendLiveMetrics(true)
const client = appInsights.defaultClient
client.config.httpsAgent = new Agent({ host, port })
client.context.tags['ai.cloud.role'] = 'shop'
appInsights.start()

const shop = http.createServer((_, response) => response.writeHead(503).end())
shop.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${shop.address().port}/orders`
  const requests = setInterval(() => http.get(url, (response) => response.resume()), 100)
  process.stdin.resume().on('end', () => {
    clearInterval(requests)
    shop.close()
    appInsights.dispose()
  })
})

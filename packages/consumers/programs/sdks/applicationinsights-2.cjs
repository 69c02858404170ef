// Tracks one item of each kind with applicationinsights 2.x, and ends when all are sent.
const appInsights = require('applicationinsights-2')

appInsights
  .setup()
  .setAutoCollectConsole(false)
  .setAutoCollectPerformance(false, false)
  .setUseDiskRetryCaching(false)
  .start()
const client = appInsights.defaultClient
client.context.tags['ai.cloud.role'] = 'shop'
const { Warning } = appInsights.Contracts.SeverityLevel
client.trackTrace({ message: 'Cart is empty', severity: Warning, properties: { cart: '7' } })
client.trackEvent({ name: 'Bought', properties: { sku: 'x' }, measurements: { total: 1.5 } })
client.trackException({ exception: new RangeError('expired in 03/24') })
client.trackRequest({ name: 'GET /orders', url: 'http://shop/orders', duration: 12, resultCode: 503, success: false })
client.trackDependency({
  dependencyTypeName: 'HTTP',
  name: 'POST /charge',
  target: 'payments',
  data: 'http://payments/charge',
  duration: 7,
  resultCode: 200,
  success: true,
})
client.trackMetric({ name: 'cart size', value: 3 })
client.trackPageView({ name: 'Home', url: 'http://shop/' })
client.trackAvailability({ id: '1', name: 'ping', duration: 5, success: true, runLocation: 'here', message: 'fine' })
client.flush({ callback: () => appInsights.dispose() })

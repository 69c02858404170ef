// Tracks a request with a dependency, a log and an exception, and a metric with the distro of Azure Monitor for OpenTelemetry.
const { shutdownAzureMonitor, useAzureMonitor } = require('@azure/monitor-opentelemetry')
const { context, metrics, SpanKind, trace } = require('@opentelemetry/api')
const { logs, SeverityNumber } = require('@opentelemetry/api-logs')

process.env.OTEL_SERVICE_NAME = 'shop'
useAzureMonitor()
const tracer = trace.getTracer('shop')
const request = tracer.startSpan('GET /orders', {
  kind: SpanKind.SERVER,
  attributes: {
    'http.request.method': 'GET',
    'http.route': '/orders',
    'http.response.status_code': 503,
    'url.full': 'http://shop/orders',
  },
})
context.with(trace.setSpan(context.active(), request), () => {
  const attributes = {
    'http.request.method': 'POST',
    'url.full': 'http://payments/charge',
    'server.address': 'payments',
  }
  const call = tracer.startSpan('POST', { kind: SpanKind.CLIENT, attributes })
  call.setAttribute('http.response.status_code', 200)
  call.end()
  logs.getLogger('shop').emit({
    body: 'Cart is empty',
    severityNumber: SeverityNumber.WARN,
    severityText: 'WARN',
    attributes: { cart: '7' },
  })
  request.recordException(new RangeError('expired in 03/24'))
})
request.end()
metrics.getMeter('shop').createHistogram('cart size').record(3)
void shutdownAzureMonitor()

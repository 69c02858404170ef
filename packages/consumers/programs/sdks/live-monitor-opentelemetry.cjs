// Tracks requests that fail, and sends Live Metrics with the distro of Azure Monitor for OpenTelemetry, until its input ends.
const { shutdownAzureMonitor, useAzureMonitor } = require('@azure/monitor-opentelemetry')
const { SpanKind, trace } = require('@opentelemetry/api')

process.env.OTEL_SERVICE_NAME = 'shop'
useAzureMonitor({ enableLiveMetrics: true })
const tracer = trace.getTracer('shop')
const attributes = { 'http.request.method': 'GET', 'http.route': '/orders', 'http.response.status_code': 503 }
const requests = setInterval(() => tracer.startSpan('GET /orders', { kind: SpanKind.SERVER, attributes }).end(), 100)
process.stdin.resume().on('end', () => {
  clearInterval(requests)
  void shutdownAzureMonitor()
})

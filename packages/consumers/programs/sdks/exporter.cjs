// Sends a span, a log and a metric with the exporters of Azure Monitor alone.
const {
  AzureMonitorLogExporter,
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
} = require('@azure/monitor-opentelemetry-exporter')
const { SpanKind } = require('@opentelemetry/api')
const { BatchLogRecordProcessor, LoggerProvider } = require('@opentelemetry/sdk-logs')
const { MeterProvider, PeriodicExportingMetricReader } = require('@opentelemetry/sdk-metrics')
const { BasicTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base')

const traces = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(new AzureMonitorTraceExporter())] })
const span = traces.getTracer('shop').startSpan('GET /orders', { kind: SpanKind.SERVER })
span.setAttributes({ 'http.request.method': 'GET', 'http.response.status_code': 503 }).end()

const logs = new LoggerProvider({
  processors: [new BatchLogRecordProcessor({ exporter: new AzureMonitorLogExporter() })],
})
logs.getLogger('shop').emit({ body: 'Cart is empty', severityNumber: 13 })

const exporter = new AzureMonitorMetricExporter()
const metrics = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] })
metrics.getMeter('shop').createCounter('orders').add(2)

void Promise.all([traces.shutdown(), logs.shutdown(), metrics.shutdown()])

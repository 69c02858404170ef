// Creates the spans of a request and its dependency with the SDK of OpenTelemetry in its argument.
const { ROOT_CONTEXT, SpanKind, trace } = require('@opentelemetry/api')
const { ApplicationInsightsSampler, AzureMonitorSpanExporter } = require('@azmon/tracing/otel')
const sdk = require(process.argv[2])

// In version 3, the provider has another name and the processor takes its exporter as an option.
const isNewest = sdk.TracerProvider !== undefined
const exporter = new AzureMonitorSpanExporter()
const spanProcessors = [new sdk.BatchSpanProcessor(isNewest ? { exporter } : exporter)]
const Provider = isNewest ? sdk.TracerProvider : sdk.BasicTracerProvider
const provider = new Provider({ sampler: new ApplicationInsightsSampler(0.999999), spanProcessors })
const tracer = provider.getTracer('shop')
const request = tracer.startSpan('GET', { kind: SpanKind.SERVER, attributes: { 'http.response.status_code': 503 } })
const charge = tracer.startSpan(
  'charge',
  { startTime: [1_700_000_000, 123_456_000] },
  trace.setSpan(ROOT_CONTEXT, request),
)
charge.recordException(new RangeError('expired in 03/24'))
charge.end([1_700_000_001, 0])
request.end()
process.stdout.write(`${request.spanContext().traceState.serialize()}\n`)
void provider.shutdown()

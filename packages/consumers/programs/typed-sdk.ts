// OpenTelemetry's newest SDK takes our exporter and our sampler for its own. It is compiled, never run.
import { ApplicationInsightsSampler, AzureMonitorSpanExporter } from '@azmon/tracing/otel'
import { BatchSpanProcessor, TracerProvider } from 'sdk-trace-3'

const spanProcessors = [new BatchSpanProcessor({ exporter: new AzureMonitorSpanExporter({ cloudRole: 'shop' }) })]
new TracerProvider({ sampler: new ApplicationInsightsSampler(0.5), spanProcessors }).getTracer('shop')

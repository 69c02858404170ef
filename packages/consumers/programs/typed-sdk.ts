// The newest SDK of OpenTelemetry accepts our exporter and our sampler. It is only compiled.
import { ApplicationInsightsSampler, AzureMonitorSpanExporter } from '@azmon/tracing/otel'
import { BatchSpanProcessor, TracerProvider } from 'sdk-trace-3'

const spanProcessors = [new BatchSpanProcessor({ exporter: new AzureMonitorSpanExporter({ cloudRole: 'shop' }) })]
new TracerProvider({ sampler: new ApplicationInsightsSampler(0.5), spanProcessors }).getTracer('shop')

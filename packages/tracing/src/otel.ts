export { ApplicationInsightsSampler, type ApplicationInsightsSamplerOptions, type SamplingResult } from './sdk-sampler'
export {
  AzureMonitorSpanExporter,
  type AzureMonitorSpanExporterOptions,
  type ExportResult,
  type ReadableSpan,
} from './sdk-span-exporter'

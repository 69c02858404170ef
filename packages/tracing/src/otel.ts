export { ApplicationInsightsSampler, type ApplicationInsightsSamplerOptions, type SamplingResult } from './sdk-sampler'
export type { ReadableSpan } from './sdk-span'
export {
  AzureMonitorSpanExporter,
  type AzureMonitorSpanExporterOptions,
  type ExportResult,
} from './sdk-span-exporter'

import { OPTIONS, type OptionRow } from './option-table'

/** Maps options of OpenCensus' Azure exporters and of applicationinsights to the corresponding options of azmon. */
export const OUR_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries<OptionRow>(OPTIONS).flatMap(([ours, { names = [] }]) => names.map((theirs) => [theirs, ours])),
)

/** Maps options of these SDKs that have no counterpart to advice to append to the error message. */
export const WITHOUT_COUNTERPART: ReadonlyMap<string, string> = new Map([
  ['enable_local_storage', "Undelivered telemetry is kept on disk unless durability is 'memory'."],
  ['disableOfflineStorage', "Use durability: 'memory' to keep nothing on disk."],
  ['samplingPercentage', 'Use samplingRatio, from 0 to 1: 0.25 keeps 25 percent.'],
  ['commonProperties', 'Use a processor that adds them to data.baseData.properties of each envelope.'],
  ['setup', 'Call start() of azmon and pass the options to it.'],
  ['azureMonitorExporterOptions', 'Pass its options directly: connectionString, credential, storagePath.'],
  ['enable_standard_metrics', 'Standard metrics are an option of createMetrics() of @azmon/metrics: standardMetrics.'],
])

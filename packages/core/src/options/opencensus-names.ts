/**
 * Options of OpenCensus' Azure exporters and of applicationinsights -> ours. They are not accepted, because units and
 * meanings differ; the error names the option to use.
 */
export const ORIGINAL_NAMES: Readonly<Record<string, string>> = {
  connection_string: 'connectionString',
  instrumentation_key: 'instrumentationKey',
  minimum_retry_interval: 'minRetryDelayMs',
  export_interval: 'maxBatchAgeMs',
  max_batch_size: 'maxBatchItems',
  queue_capacity: 'maxQueueBytes',
  grace_period: 'exitFlushMs',
  timeout: 'requestTimeoutMs',
  proxies: 'proxy',
  logging_sampling_rate: 'samplingRatio',
  storage_path: 'storagePath',
  storage_max_size: 'storageMaxBytes',
  storage_retention_period: 'storageRetentionMs',
  storage_maintenance_period: 'storageMaintenanceMs',
  aadTokenCredential: 'credential',
  disableAppInsights: 'disabled',
  endpointUrl: 'endpoint',
  maxBatchIntervalMs: 'maxBatchAgeMs',
  maxBatchSize: 'maxBatchItems',
  proxyHttpUrl: 'proxy',
  proxyHttpsUrl: 'proxy',
  storageDirectory: 'storagePath',
}

/** Options of theirs that have no counterpart with the same meaning, and what to do instead. */
export const WITHOUT_COUNTERPART: Readonly<Record<string, string>> = {
  enable_local_storage: "What waits for the endpoint is kept on disk unless durability is 'memory'.",
  disableOfflineStorage: "Use durability: 'memory' to keep nothing on disk.",
  samplingPercentage: 'Use samplingRatio, from 0 to 1: 0.25 keeps 25 percent.',
  commonProperties: 'Use a processor that adds them to data.baseData.properties of each envelope.',
  setup: 'Call start() of azmon with the options themselves.',
  azureMonitorExporterOptions: 'Its options stand beside the others: connectionString, credential, storagePath.',
  enable_standard_metrics: 'Standard metrics are an option of createMetrics() of @azmon/metrics: standardMetrics.',
}

/** The name that `unknown` was most likely meant to be; undefined where none is near. */
export function nearestName(unknown: string, known: readonly string[]): string | undefined {
  const plain = plainName(unknown)
  const distances = known.map((name) => ({ name, distance: editDistance(plain, plainName(name)) }))
  const nearest = distances.reduce((a, b) => (b.distance < a.distance ? b : a), {
    name: '',
    distance: Number.POSITIVE_INFINITY,
  })
  const length = Math.max(plain.length, plainName(nearest.name).length)
  return nearest.distance <= Math.max(1, length / 3) ? nearest.name : undefined
}

// --- helpers, in order of use ---

/** Two spellings of one name: case and separators do not count. */
function plainName(name: string): string {
  return name
    .slice(0, 64)
    .replaceAll(/[^a-zA-Z0-9]/g, '')
    .toLowerCase()
}

/** How many characters have to be added, removed or changed to get from `a` to `b`. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

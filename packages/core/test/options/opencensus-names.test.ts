import { describe, expect, it } from '@jest/globals'
import { checkOptions } from '../../src/options/check-options'
import { OUR_NAMES, WITHOUT_COUNTERPART } from '../../src/options/opencensus-names'
import { OPTIONS } from '../../src/options/option-table'

describe('an option of another SDK', () => {
  it.each([
    ['connection_string', 'connectionString'],
    ['instrumentation_key', 'instrumentationKey'],
    ['minimum_retry_interval', 'minRetryDelayMs'],
    ['export_interval', 'maxBatchAgeMs'],
    ['max_batch_size', 'maxBatchItems'],
    ['queue_capacity', 'maxQueueBytes'],
    ['grace_period', 'exitFlushMs'],
    ['timeout', 'requestTimeoutMs'],
    ['proxies', 'proxy'],
    ['logging_sampling_rate', 'samplingRatio'],
    ['storage_path', 'storagePath'],
    ['storage_max_size', 'storageMaxBytes'],
    ['storage_retention_period', 'storageRetentionMs'],
    ['storage_maintenance_period', 'storageMaintenanceMs'],
    ['aadTokenCredential', 'credential'],
    ['disableAppInsights', 'disabled'],
    ['endpointUrl', 'endpoint'],
    ['maxBatchIntervalMs', 'maxBatchAgeMs'],
    ['maxBatchSize', 'maxBatchItems'],
    ['proxyHttpUrl', 'proxy'],
    ['proxyHttpsUrl', 'proxy'],
    ['storageDirectory', 'storagePath'],
  ])('called %s is rejected with the hint %s', (original, ours) => {
    expect(() => checkOptions({ [original]: 1 })).toThrow(`Did you mean ${ours}?`)
  })

  it.each([
    ['disableOfflineStorage', "durability: 'memory'"],
    ['samplingPercentage', 'samplingRatio, from 0 to 1'],
    ['commonProperties', 'processor'],
    ['setup', 'start()'],
    ['azureMonitorExporterOptions', 'connectionString, credential, storagePath'],
  ])('called %s is rejected with advice', (name, advice) => {
    expect(() => checkOptions({ [name]: 1 })).toThrow(`${name} is not an option. `)
    expect(() => checkOptions({ [name]: 1 })).toThrow(advice)
  })

  it('is mapped or has advice, but not both, and is not an option of azmon', () => {
    for (const name of [...OUR_NAMES.keys(), ...WITHOUT_COUNTERPART.keys()]) {
      expect(OUR_NAMES.has(name)).not.toBe(WITHOUT_COUNTERPART.has(name))
      expect(name in OPTIONS).toBe(false)
    }
  })
})

import { describe, expect, it } from '@jest/globals'
import { checkOptionNames, checkOptions } from '../../src/options/check-options'
import { counterpartOf } from '../../src/options/names-of-others'
import { OPTIONS } from '../../src/options/option-table'

function refusalOf(name: string): string {
  try {
    checkOptions({ [name]: 1 })
  } catch (error) {
    return (error as Error).message
  }
  return 'accepted'
}

/** The options of each SDK, and the option or the words of the advice that replaces each. */
const OPTIONS_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "OpenCensus' Azure exporters": {
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
    enable_local_storage: "unless durability is 'memory'",
    enable_standard_metrics: 'metrics: false in start()',
  },
  'applicationinsights 2 and 3': {
    aadTokenCredential: 'credential',
    disableAppInsights: 'disabled',
    endpointUrl: 'endpoint',
    maxBatchIntervalMs: 'maxBatchAgeMs',
    maxBatchSize: 'maxBatchItems',
    proxyHttpUrl: 'proxy',
    proxyHttpsUrl: 'proxy',
    httpAgent: 'set the option proxy',
    httpsAgent: 'set the option proxy',
    samplingPercentage: 'samplingRatio, from 0 to 1: 0.25 keeps 25 percent',
    commonProperties: 'processor',
    setup: 'start()',
    config: 'connectionString, credential, storagePath',
    addTelemetryProcessor: 'processors',
    setAutoCollectConsole: 'azmonWinston() or azmonPino()',
    setAutoCollectExceptions: 'uncaught',
    setAutoCollectPerformance: 'metrics: false in start()',
    setAutoCollectPreAggregatedMetrics: 'metrics: false in start()',
    setAutoCollectHeartbeat: 'metrics: false in start()',
    setAutoCollectRequests: 'incoming',
    setAutoCollectDependencies: 'outgoing',
    setAutoCollectIncomingRequestAzureFunctions: 'incoming',
    setAutoDependencyCorrelation: 'always correlated',
    setUseDiskRetryCaching: "unless durability is 'memory'",
    setInternalLogging: 'onError',
    setSendLiveMetrics: 'Live Metrics',
    setDistributedTracingMode: 'W3C trace context',
    enableAutoCollectConsole: 'azmonWinston() or azmonPino()',
    enableAutoCollectExternalLoggers: 'azmonWinston() or azmonPino()',
    enableAutoCollectExceptions: 'uncaught',
    enableAutoCollectPerformance: 'metrics: false in start()',
    enableAutoCollectExtendedMetrics: 'metrics: false in start()',
    enableAutoCollectRequests: 'incoming',
    enableAutoCollectDependencies: 'outgoing',
    enableAutoDependencyCorrelation: 'always correlated',
    enableUseAsyncHooks: 'always correlated',
    enableUseDiskRetryCaching: "unless durability is 'memory'",
    enableResendInterval: 'minRetryDelayMs',
    enableMaxBytesOnDisk: 'storageMaxBytes',
    enableInternalDebugLogging: 'onError',
    enableInternalWarningLogging: 'onError',
    enableSendLiveMetrics: 'Live Metrics',
    enableLoggerErrorToTrace: 'errorKeys',
    enableWebInstrumentation: 'browser SDK',
    webInstrumentationConnectionString: 'browser SDK',
    distributedTracingMode: 'always correlated',
    ignoreLegacyHeaders: 'always correlated',
    correlationIdRetryIntervalMs: 'always correlated',
    correlationHeaderExcludedDomains: 'outgoing.propagateTo',
    extendedMetricDisablers: 'metrics: false in start()',
    disableAllExtendedMetrics: 'metrics: false in start()',
    disableStatsbeat: 'no statistics about itself',
    noDiagnosticChannel: 'Remove it',
    noPatchModules: 'Remove it',
    noHttpAgentKeepAlive: 'Remove it',
    quickPulseHost: 'Live Metrics',
    profileQueryEndpoint: 'Remove it',
  },
  '@azure/monitor-opentelemetry': {
    azureMonitorExporterOptions: 'connectionString, credential, storagePath',
    storageDirectory: 'storagePath',
    disableOfflineStorage: "unless durability is 'memory'",
    tracesPerSecond: 'samplingRatio',
    enableLiveMetrics: 'Live Metrics',
    enableStandardMetrics: 'metrics: false in start()',
    enablePerformanceCounters: 'metrics: false in start()',
    enableTraceBasedSamplingForLogs: 'sampled by operation',
    instrumentationOptions: 'start()',
    browserSdkLoaderOptions: 'browser SDK',
    resource: 'cloudRole, cloudRoleInstance and applicationVersion',
    spanProcessors: 'processors',
    logRecordProcessors: 'processors',
    metricReaders: 'createMetrics()',
    views: 'createMetrics()',
    otlpTraceExporterConfig: 'OTLP',
  },
  'the transports of winston and pino': {
    key: 'instrumentationKey',
    insights: 'TelemetryClient',
    defaultClient: 'TelemetryClient',
    treatErrorsAsExceptions: 'always becomes an exception',
    sendErrorsAsExceptions: 'always becomes an exception',
    isError: 'always becomes an exception',
    filters: 'processors',
    formatter: 'processors',
    track: 'processors',
    ignoreKeys: 'processors',
  },
  'other spellings': {
    ConnectionString: 'connectionString',
    'connection-string': 'connectionString',
    APPLICATIONINSIGHTS_CONNECTION_STRING: 'connectionString',
    appInsightsConnectionString: 'connectionString',
    connString: 'connectionString',
    APPINSIGHTS_INSTRUMENTATIONKEY: 'instrumentationKey',
    iKey: 'instrumentationKey',
    sampling_percentage: 'samplingRatio',
    samplingRate: 'samplingRatio',
    cloudRoleName: 'cloudRole',
    cloud_RoleName: 'cloudRole',
    roleName: 'cloudRole',
    serviceName: 'cloudRole',
    cloud_RoleInstance: 'cloudRoleInstance',
    appVersion: 'applicationVersion',
    autoCollectRequests: 'incoming',
    enabled: 'disabled: true',
  },
}

describe.each(Object.entries(OPTIONS_OF))('an option of %s', (_, names) => {
  it.each(Object.entries(names))('called %s is answered with %s', (name, ours) => {
    expect(refusalOf(name)).toContain('is not an option. ')
    expect(refusalOf(name)).toContain(ours in OPTIONS && counterpartAdvice(name) === undefined ? `mean ${ours}?` : ours)
  })
})

it('is answered with the advice of an adapter that does not accept our option', () => {
  const except = { credential: 'Its functions cannot reach a worker.' }
  expect(() => checkOptionNames({ aadTokenCredential: {} }, [], except)).toThrow(
    'aadTokenCredential is not an option. Its functions cannot reach a worker.',
  )
})

it('has a counterpart only if azmon has no such option', () => {
  for (const name of Object.keys(OPTIONS)) expect(counterpartOf(name)).toBeUndefined()
})

// --- helpers ---

function counterpartAdvice(name: string): string | undefined {
  const counterpart = counterpartOf(name)
  return counterpart !== undefined && 'advice' in counterpart ? counterpart.advice : undefined
}

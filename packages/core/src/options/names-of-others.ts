import { plainName } from './nearest-name'
import type { OptionName } from './option-table'

/** What to use in place of an option of another SDK: one of our options, or advice to append to the error message. */
export type Counterpart = { readonly option: OptionName } | { readonly advice: string }

/**
 * Finds the counterpart of an option of OpenCensus' Azure exporters, `applicationinsights`, `@azure/monitor-opentelemetry`, the
 * SDK of OpenTelemetry, and other transports of winston and pino. Ignores case and separators. Units and meanings may differ.
 */
export function counterpartOf(name: string): Counterpart | undefined {
  const plain = plainName(name)
  return COUNTERPARTS.get(plain) ?? COUNTERPARTS.get(plain.replace(/^(?:set)?/, 'enable'))
}

// --- helpers, in order of use ---

const OPTIONS_OF_OTHERS: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  connectionString: ['applicationinsights_connection_string', 'connString'],
  instrumentationKey: ['appinsights_instrumentationkey', 'key', 'iKey'],
  endpoint: ['endpointUrl', 'ingestionEndpoint'],
  disabled: ['disableAppInsights', 'disableTelemetry'],
  cloudRole: ['cloudRoleName', 'roleName', 'role', 'serviceName', 'appName', 'applicationName'],
  cloudRoleInstance: ['cloudRoleInstanceName', 'roleInstance', 'serviceInstanceId'],
  applicationVersion: ['appVersion', 'serviceVersion'],
  samplingRatio: ['logging_sampling_rate', 'samplingRate'],
  processors: [
    ...['telemetryProcessors', 'telemetryInitializers', 'addTelemetryProcessor', 'addTelemetryInitializer'],
    ...['spanProcessors', 'logRecordProcessors'],
  ],
  redactKeys: ['redact'],
  uncaught: ['enableAutoCollectExceptions'],
  maxBatchItems: ['max_batch_size', 'batchSize', 'maxExportBatchSize'],
  maxBatchBytes: ['maxBatchSizeInBytes'],
  maxBatchAgeMs: [
    ...['export_interval', 'maxBatchInterval', 'maxBatchIntervalMs', 'batchIntervalMs'],
    ...['flushInterval', 'flushIntervalMs', 'scheduledDelayMillis'],
  ],
  maxQueueBytes: ['queue_capacity', 'maxQueueSize'],
  minRetryDelayMs: ['minimum_retry_interval', 'enableResendInterval', 'resendInterval'],
  requestTimeoutMs: ['timeout', 'exportTimeoutMillis'],
  exitFlushMs: ['grace_period'],
  storagePath: ['storageDirectory'],
  storageMaxBytes: ['storage_max_size', 'enableMaxBytesOnDisk', 'maxBytesOnDisk'],
  storageRetentionMs: ['storage_retention_period'],
  storageMaintenanceMs: ['storage_maintenance_period'],
  credential: ['aadTokenCredential', 'tokenCredential', 'azureCredential', 'authorizationHandler'],
  proxy: ['proxies', 'proxyHttpUrl', 'proxyHttpsUrl', 'proxyUrl', 'proxyOptions', 'proxySettings'],
}

const ADVICE: readonly (readonly [names: readonly string[], advice: string])[] = [
  [['samplingPercentage'], 'Use samplingRatio, from 0 to 1: 0.25 keeps 25 percent.'],
  [['tracesPerSecond'], 'Use samplingRatio, which keeps a share of all traces: 0.25 keeps 25 percent.'],
  [['enabled'], 'Use disabled: true to send nothing.'],
  [
    ['commonProperties', 'customProperties', 'defaultProperties'],
    'Use a processor that adds them to data.baseData.properties of each envelope.',
  ],
  [
    ['resource', 'resourceAttributes'],
    'Use cloudRole, cloudRoleInstance and applicationVersion; a processor can add other properties.',
  ],
  [['setup', 'useAzureMonitor', 'start'], 'Call start() of azmon and pass the options to it.'],
  [
    ['azureMonitorExporterOptions', 'exporterOptions', 'config'],
    'Pass its options directly: connectionString, credential, storagePath.',
  ],
  [
    ['insights', 'defaultClient', 'appInsights'],
    'Pass connectionString, or a TelemetryClient of @azmon/core as the client of a transport.',
  ],
  [
    ['track', 'formatter', 'filters', 'ignoreKeys', 'TelemetryTransformation'],
    'Use processors: functions that can change or drop each envelope.',
  ],
  [
    ['sendErrorsAsExceptions', 'treatErrorsAsExceptions', 'isError', 'enableLoggerErrorToTrace'],
    'A record with an error always becomes an exception; set errorKeys to find errors under other keys.',
  ],
  [
    ['enableAutoCollectConsole', 'enableAutoCollectExternalLoggers'],
    'Add azmonWinston() or azmonPino() to your logger, or pipe the output of the program to npx azmon pino.',
  ],
  [
    ['enableAutoCollectRequests', 'enableAutoCollectIncomingRequestAzureFunctions'],
    'Requests are tracked by start() of azmon, unless its option incoming is false.',
  ],
  [
    ['enableAutoCollectDependencies'],
    'Calls are tracked by start() of azmon, unless its option outgoing is false; outgoing.ignore excludes hosts.',
  ],
  [
    ['correlationHeaderExcludedDomains'],
    'Name the hosts that get the trace headers in outgoing.propagateTo of start(), or give it a function of the URL.',
  ],
  [
    ['instrumentationOptions', 'instrumentations'],
    "start() of azmon tracks requests and calls; register OpenTelemetry's instrumentations for anything else.",
  ],
  [
    [
      ...['enableAutoDependencyCorrelation', 'enableDistributedTracingMode', 'distributedTracingMode'],
      ...['enableUseAsyncHooks', 'ignoreLegacyHeaders', 'correlationIdRetryIntervalMs', 'profileQueryEndpoint'],
      'enableTraceBasedSamplingForLogs',
    ],
    'Remove it: telemetry is always correlated and sampled by operation, with the headers of W3C trace context.',
  ],
  [
    [
      ...['enable_standard_metrics', 'enablePerformanceCounters', 'enableAutoCollectPerformance'],
      ...['enableAutoCollectPreAggregatedMetrics', 'enableAutoCollectHeartbeat', 'enableAutoCollectExtendedMetrics'],
      ...['extendedMetricDisablers', 'disableAllExtendedMetrics', 'extendedMetrics'],
    ],
    'Use metrics: false in start() of azmon, or standardMetrics: false in createMetrics() of @azmon/metrics.',
  ],
  [
    ['metricReaders', 'views', 'metricExportIntervalMillis', 'exportIntervalMillis'],
    'Use createMetrics() of @azmon/metrics: registerView(), and the option exportIntervalMs.',
  ],
  [
    ['enableLiveMetrics', 'enableSendLiveMetrics', 'quickPulseHost'],
    'Remove it: azmon does not send to Live Metrics. npx azmon shows what arrives on this machine.',
  ],
  [
    ['enable_local_storage', 'disableOfflineStorage', 'enableUseDiskRetryCaching'],
    "Undelivered telemetry is kept on disk unless durability is 'memory'.",
  ],
  [
    ['enableInternalLogging', 'enableInternalDebugLogging', 'enableInternalWarningLogging', 'diagnosticLogLevel'],
    'Use onError to see failures, and npx azmon doctor to check the connection.',
  ],
  [['httpAgent', 'httpsAgent'], 'Connections are always kept alive. To use a proxy, set the option proxy.'],
  [
    ['noHttpAgentKeepAlive', 'noDiagnosticChannel', 'noPatchModules', 'disableStatsbeat'],
    'Remove it: azmon changes no other modules and sends no statistics about itself.',
  ],
  [
    [
      ...['webInstrumentationEnabled', 'webInstrumentationConfig', 'webInstrumentationSrc', 'enableWebInstrumentation'],
      ...['webInstrumentationConnectionString', 'browserSdkLoaderOptions'],
    ],
    'Remove it: azmon changes no web pages. Load the browser SDK in the page itself.',
  ],
  [
    ['otlpTraceExporterConfig', 'otlpMetricExporterConfig', 'otlpLogExporterConfig'],
    "Remove it: azmon sends to Azure Monitor only. Use OpenTelemetry's exporters for OTLP.",
  ],
]

const COUNTERPARTS: ReadonlyMap<string, Counterpart> = new Map([
  ...Object.entries(OPTIONS_OF_OTHERS).flatMap(([option, names]) =>
    names.map((name): [string, Counterpart] => [plainName(name), { option: option as OptionName }]),
  ),
  ...ADVICE.flatMap(([names, advice]) => names.map((name): [string, Counterpart] => [plainName(name), { advice }])),
])

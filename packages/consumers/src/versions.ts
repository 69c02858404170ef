export type Logger = 'winston' | 'pino'

/*
 * What consumers bring along, to the digit: somebody else's release must not decide whether a change of ours passes. Of
 * what our packages depend on they get the newest that the ranges allow, as users do.
 */

export const NEWEST = { winston: '3.19.0', pino: '10.4.0', express: '5.3.0' } as const

/** Has a pino-abstract-transport of its own, which is older than ours. */
export const LAST_PINO_9 = '9.14.0'

export const VERSIONS = {
  /** The oldest that `engines` allows, and the lines after it. */
  node: ['20.18.1', '22.23.3', '24.21.0'],
  /** From the oldest that peerDependencies allow. */
  winston: ['3.8.0', NEWEST.winston],
  pino: ['9.0.0', LAST_PINO_9, NEWEST.pino],
  typescript: ['5.9.3', '6.0.3', '7.0.2'],
} as const

/** OpenTelemetry's SDKs, by the names that programs here have for them. */
export const SDKS = {
  'sdk-trace-1': '@opentelemetry/sdk-trace-base@1.30.1',
  'sdk-trace-2': '@opentelemetry/sdk-trace-base@2.12.1',
} as const

/** Insists on an API that the others do not take, and does not run on Node 20. */
export const NEWEST_SDK = { 'sdk-trace-3': '@opentelemetry/sdk-trace@3.1.1' } as const

/** What takes our metrics. */
export const METRICS_SDK = { 'sdk-metrics': '@opentelemetry/sdk-metrics@2.12.1' } as const

export const TOOLS = {
  '@types/express': '5.0.6',
  '@types/node': '20.19.43',
  esbuild: '0.28.2',
  jest: '30.5.2',
  vitest: '4.1.11', // of the last line that runs on Node 20
} as const

export type Logger = 'winston' | 'pino'

/*
 * All versions are exact, so that a new release of another package cannot break our tests. The dependencies of our packages
 * are the newest versions that their ranges allow, as for users.
 */

export const NEWEST = { winston: '3.19.0', pino: '10.4.0', express: '5.3.0' } as const

/** Depends on an older version of pino-abstract-transport than our package does. */
export const LAST_PINO_9 = '9.14.0'

export const VERSIONS = {
  /** The oldest version that `engines` allows, and one version of each later LTS line. */
  node: ['20.18.1', '22.23.3', '24.21.0'],
  /** Starts with the oldest version that peerDependencies allow. */
  winston: ['3.8.0', NEWEST.winston],
  pino: ['9.0.0', LAST_PINO_9, NEWEST.pino],
  typescript: ['5.9.3', '6.0.3', '7.0.2'],
} as const

/** The OpenTelemetry SDKs, by the aliases that the programs use. */
export const SDKS = {
  'sdk-trace-1': '@opentelemetry/sdk-trace-base@1.30.1',
  'sdk-trace-2': '@opentelemetry/sdk-trace-base@2.12.1',
} as const

/** Requires an API version that the other SDKs do not accept, and does not run on Node 20. */
export const NEWEST_SDK = { 'sdk-trace-3': '@opentelemetry/sdk-trace@3.1.1' } as const

/** Accepts our metrics exporter. */
export const METRICS_SDK = { 'sdk-metrics': '@opentelemetry/sdk-metrics@2.12.1' } as const

export const TOOLS = {
  '@types/express': '5.0.6',
  '@types/node': '20.19.43',
  esbuild: '0.28.2',
  jest: '30.5.2',
  vitest: '4.1.11', // the last major that runs on Node 20
} as const

/** Installs packages so that a program finds only those that its own package.json names. */
export const PNPM = '10.34.8'

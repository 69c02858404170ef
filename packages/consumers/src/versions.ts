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

/** Clients with which people query telemetry in Azure. */
export const QUERY_CLIENTS = {
  '@azure/monitor-query': '1.3.3', // deprecated, but still the one that is used most
  '@azure/monitor-query-logs': '1.0.0',
  'azure-kusto-data': '7.0.4',
} as const

export const TOOLS = {
  '@types/express': '5.0.6',
  '@types/node': '20.19.43',
  esbuild: '0.28.2',
  jest: '30.5.2',
  vitest: '4.1.11', // the last major that runs on Node 20
} as const

const NEW_FRAMEWORKS = {
  '@azure/functions': '4.16.5',
  '@hono/node-server': '2.1.9',
  '@koa/router': '15.7.0',
  '@nestjs/common': '11.2.10',
  '@nestjs/core': '11.2.10',
  '@nestjs/platform-express': '11.2.10',
  '@nestjs/platform-fastify': '11.2.8',
  '@opentelemetry/instrumentation': '0.223.0',
  '@opentelemetry/instrumentation-undici': '0.33.0',
  fastify: '5.12.8',
  hono: '4.13.19',
  koa: '3.3.0',
  'nest-winston': '2.0.0',
  'nestjs-pino': '4.6.1',
  'pino-http': '11.0.0',
  'reflect-metadata': '0.2.2',
  rxjs: '7.8.2',
  typescript: '5.9.3',
} as const

/** The frameworks in docs/integrations.md: the newest that run on Node 20, and the major versions before. */
export const FRAMEWORKS = {
  new: NEW_FRAMEWORKS,
  earlier: {
    ...NEW_FRAMEWORKS,
    '@hono/node-server': '1.19.19',
    '@koa/router': '12.0.2',
    '@nestjs/common': '10.4.22',
    '@nestjs/core': '10.4.22',
    '@nestjs/platform-express': '10.4.22',
    '@nestjs/platform-fastify': '10.4.22',
    express: '4.22.3',
    fastify: '4.29.1',
    koa: '2.16.4',
    'nest-winston': '1.10.2',
    'pino-http': '10.5.0',
  },
} as const

/** Whether to run the long form of the tests: `CONSUMERS=all`. */
export const IS_LONG = process.env['CONSUMERS'] === 'all'

/** The major versions to test, oldest first. */
export const NEXT = ['15.5.29', '16.4.6'] as const

export const REACT = { react: '19.2.0', 'react-dom': '19.2.0' } as const

/** Installs packages so that a program finds only those that its own package.json names. */
export const PNPM = '10.34.8'

/** Azure's own SDKs, by the aliases that the programs use. */
export const AZURE_SDKS = {
  'applicationinsights-2': 'applicationinsights@2.9.8',
  'applicationinsights-3': 'applicationinsights@3.17.0',
} as const

/** Azure's own SDKs for OpenTelemetry, and what a program needs to use the exporters alone. */
export const AZURE_OPENTELEMETRY = {
  '@azure/monitor-opentelemetry': '1.21.0',
  '@azure/monitor-opentelemetry-exporter': '1.0.0-beta.47',
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/api-logs': '0.221.0',
  '@opentelemetry/sdk-logs': '0.221.0',
  '@opentelemetry/sdk-metrics': '2.12.1',
  '@opentelemetry/sdk-trace-base': '2.12.1',
} as const

import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { installOnce } from './npm-install'
import { type OurPackage, tarballOf } from './store'
import {
  AZURE_OPENTELEMETRY,
  AZURE_SDKS,
  FRAMEWORKS,
  type Logger,
  METRICS_SDK,
  NEWEST,
  NEWEST_SDK,
  QUERY_CLIENTS,
  REACT,
  SDKS,
  TOOLS,
  VERSIONS,
} from './versions'

/** Installs this logger and its azmon package next to the programs. Like all functions in this file, returns the folder. */
export function consumerOf(store: string, logger: Logger, version: string): string {
  return installed(join(store, `${logger}-${version}`), [...ours(store, 'core', logger), `${logger}@${version}`])
}

/** Installs the logger without azmon, for comparison. */
export function consumerWithoutAzmon(store: string, logger: Logger, version: string): string {
  return installed(join(store, `${logger}-${version}-alone`), [`${logger}@${version}`])
}

/** Installs only `@azmon/tracing`. */
export function consumerOfTracing(store: string): string {
  return installed(join(store, 'tracing'), ours(store, 'core', 'tracing'))
}

/** Installs only `@azmon/metrics`. */
export function consumerOfMetrics(store: string): string {
  return installed(join(store, 'metrics'), ours(store, 'core', 'metrics'))
}

/** Installs Express, both loggers and `@azmon/express`. */
export function consumerOfExpress(store: string): string {
  return installed(join(store, 'express'), [...ours(store, 'core', 'tracing', 'express'), ...specs(NEWEST)])
}

/** Installs Express, both loggers and `azmon`. */
export function consumerOfAzmon(store: string): string {
  return installed(join(store, 'azmon'), [...ours(store, ...OF_AZMON), ...specs(NEWEST)])
}

/** Installs all azmon packages, and this generation of the frameworks in docs/integrations.md, except Next.js. */
export function consumerOfFrameworks(store: string, generation: keyof typeof FRAMEWORKS): string {
  const packages = specs({ ...NEWEST, '@types/node': TOOLS['@types/node'], ...FRAMEWORKS[generation] })
  return installed(join(store, `${generation}-frameworks`), [...ours(store, ...OF_AZMON), ...packages])
}

/** Installs all azmon packages and a version of Next.js. */
export function consumerOfNext(store: string, next: string): string {
  const packages = specs({ winston: NEWEST.winston, next, ...REACT })
  return installed(join(store, `next-${next}`), [...ours(store, ...OF_AZMON), ...packages])
}

/** Installs the local Application Insights, all other azmon packages, Express, both loggers, Jest and Vitest. */
export function consumerOfLocal(store: string): string {
  const { jest, vitest } = TOOLS
  const packages = [...ours(store, ...OF_AZMON, 'kql', 'local'), ...specs({ ...NEWEST, jest, vitest })]
  return installed(join(store, 'local'), packages)
}

/** Installs the local Application Insights, and the clients of Azure that can query it. */
export function consumerOfQueryClients(store: string): string {
  const packages = specs({ winston: NEWEST.winston, ...QUERY_CLIENTS })
  return installed(join(store, 'query-clients'), [...ours(store, 'core', 'winston', 'kql', 'local'), ...packages])
}

/** Installs Azure's own SDKs, and the local Application Insights that they send to. */
export function consumerOfAzureSdks(store: string): string {
  const packages = [...aliases(AZURE_SDKS), ...specs(AZURE_OPENTELEMETRY)]
  return installed(join(store, 'azure-sdks'), [...ours(store, 'core', 'kql', 'local'), ...packages])
}

/** Installs Express and both loggers without azmon, for comparison. */
export function consumerOfExpressWithoutAzmon(store: string): string {
  return installed(join(store, 'express-alone'), specs(NEWEST))
}

/** Installs `@azmon/tracing` and the newest OpenTelemetry SDK. */
export function consumerOfNewestSdk(store: string): string {
  const sdk = [...aliases(NEWEST_SDK), `@types/node@${TOOLS['@types/node']}`]
  return installed(join(store, 'newest-sdk'), [...ours(store, 'core', 'tracing'), ...sdk])
}

/** Installs all azmon packages, older OpenTelemetry SDKs, and the tools with which users test, type-check and bundle. */
export function consumerWithTools(store: string): string {
  const compilers = VERSIONS.typescript.map((version) => `typescript-${version}@npm:typescript@${version}`)
  const sdks = aliases({ ...SDKS, ...METRICS_SDK })
  const tools = specs({ ...NEWEST, ...TOOLS })
  return installed(join(store, 'tools'), [...ours(store, ...OF_AZMON), ...tools, ...compilers, ...sdks])
}

// --- helpers, in order of use ---

function ours(store: string, ...names: readonly OurPackage[]): readonly string[] {
  return names.map((name) => tarballOf(store, name))
}

function specs(packages: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(packages).map(([name, version]) => `${name}@${version}`)
}

/** `azmon` and all workspace packages that it depends on. */
const OF_AZMON = ['core', 'winston', 'pino', 'tracing', 'metrics', 'express', 'azmon'] as const

function aliases(packages: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(packages).map(([name, spec]) => `${name}@npm:${spec}`)
}

/** Installs packages into a folder, unless an earlier call has already done so. */
function installed(folder: string, packages: readonly string[]): string {
  cpSync(PROGRAMS, folder, { recursive: true, force: false })
  installOnce(folder, '{ "name": "shop", "private": true }', packages)
  return folder
}

const PROGRAMS = join(__dirname, '../programs')

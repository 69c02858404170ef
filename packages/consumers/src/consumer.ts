import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { installOnce } from './npm-install'
import { type OurPackage, tarballOf } from './store'
import { type Logger, METRICS_SDK, NEWEST, NEWEST_SDK, SDKS, TOOLS, VERSIONS } from './versions'

/** A folder with this logger, our package for it, and the programs. */
export function consumerOf(store: string, logger: Logger, version: string): string {
  return installed(join(store, `${logger}-${version}`), [...ours(store, 'core', logger), `${logger}@${version}`])
}

/** The same without us. */
export function consumerWithoutAzmon(store: string, logger: Logger, version: string): string {
  return installed(join(store, `${logger}-${version}-alone`), [`${logger}@${version}`])
}

/** A folder with our tracing and nothing else, and the programs. */
export function consumerOfTracing(store: string): string {
  return installed(join(store, 'tracing'), ours(store, 'core', 'tracing'))
}

/** A folder with our metrics and nothing else, and the programs. */
export function consumerOfMetrics(store: string): string {
  return installed(join(store, 'metrics'), ours(store, 'core', 'metrics'))
}

/** A folder with Express, both loggers and our package for Express, and the programs. */
export function consumerOfExpress(store: string): string {
  return installed(join(store, 'express'), [...ours(store, 'core', 'tracing', 'express'), ...specs(NEWEST)])
}

/** A folder with Express, both loggers and `azmon`, and the programs. */
export function consumerOfAzmon(store: string): string {
  return installed(join(store, 'azmon'), [...ours(store, ...OF_AZMON), ...specs(NEWEST)])
}

/** A folder with the local Application Insights, winston, and what users run their tests with. */
export function consumerOfLocal(store: string): string {
  const { jest, vitest } = TOOLS
  const packages = [
    ...ours(store, 'core', 'winston', 'kql', 'local'),
    ...specs({ winston: NEWEST.winston, jest, vitest }),
  ]
  return installed(join(store, 'local'), packages)
}

/** Express and both loggers without us. */
export function consumerOfExpressWithoutAzmon(store: string): string {
  return installed(join(store, 'express-alone'), specs(NEWEST))
}

/** A folder with our tracing and OpenTelemetry's newest SDK. */
export function consumerOfNewestSdk(store: string): string {
  const sdk = [...aliases(NEWEST_SDK), `@types/node@${TOOLS['@types/node']}`]
  return installed(join(store, 'newest-sdk'), [...ours(store, 'core', 'tracing'), ...sdk])
}

/** A folder with everything of ours, OpenTelemetry's older SDKs, and what users test, type-check and bundle with. */
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

/** It, and all it depends on. */
const OF_AZMON = ['core', 'winston', 'pino', 'tracing', 'metrics', 'express', 'azmon'] as const

function aliases(packages: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(packages).map(([name, spec]) => `${name}@npm:${spec}`)
}

/** Once for each folder. */
function installed(folder: string, packages: readonly string[]): string {
  cpSync(PROGRAMS, folder, { recursive: true, force: false })
  installOnce(folder, '{ "name": "shop", "private": true }', packages)
  return folder
}

const PROGRAMS = join(__dirname, '../programs')

import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmInstall } from './npm-install'
import { tarballOf } from './store'
import { type Logger, NEWEST, NEWEST_SDK, SDKS, TOOLS, VERSIONS } from './versions'

/** A folder with this logger, our package for it, and the programs. */
export function consumerOf(store: string, logger: Logger, version: string): string {
  const ours = [tarballOf(store, 'core'), tarballOf(store, logger)]
  return installed(join(store, `${logger}-${version}`), [...ours, `${logger}@${version}`])
}

/** The same without us. */
export function consumerWithoutUs(store: string, logger: Logger, version: string): string {
  return installed(join(store, `${logger}-${version}-alone`), [`${logger}@${version}`])
}

/** A folder with our tracing and nothing else, and the programs. */
export function consumerOfTracing(store: string): string {
  return installed(join(store, 'tracing'), [tarballOf(store, 'core'), tarballOf(store, 'tracing')])
}

/** A folder with our tracing and OpenTelemetry's newest SDK. */
export function consumerOfNewestSdk(store: string): string {
  const ours = [tarballOf(store, 'core'), tarballOf(store, 'tracing')]
  return installed(join(store, 'newest-sdk'), [...ours, ...aliases(NEWEST_SDK), `@types/node@${TOOLS['@types/node']}`])
}

/** A folder with everything of ours, OpenTelemetry's older SDKs, and what users test, type-check and bundle with. */
export function consumerWithTools(store: string): string {
  const ours = (['core', 'winston', 'pino', 'tracing'] as const).map((name) => tarballOf(store, name))
  const tools = Object.entries({ ...NEWEST, ...TOOLS }).map(([name, version]) => `${name}@${version}`)
  const compilers = VERSIONS.typescript.map((version) => `typescript-${version}@npm:typescript@${version}`)
  return installed(join(store, 'tools'), [...ours, ...tools, ...compilers, ...aliases(SDKS)])
}

// --- helpers, in order of use ---

function aliases(packages: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(packages).map(([name, spec]) => `${name}@npm:${spec}`)
}

/** Once for each folder. */
function installed(folder: string, specs: readonly string[]): string {
  if (existsSync(join(folder, INSTALLED))) return folder
  mkdirSync(folder, { recursive: true })
  cpSync(PROGRAMS, folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "shop", "private": true }')
  npmInstall(folder, specs)
  return folder
}

/** npm writes this one last. */
const INSTALLED = 'node_modules/.package-lock.json'

const PROGRAMS = join(__dirname, '../programs')

import { readFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'

/** `cloud_RoleName` where no option says it: as `roleAt` the script that runs, else the script's name. */
export function defaultRole(
  env: Env,
  script: string | undefined = isMainThread ? process.argv[1] : mainScript(),
): string {
  if (script === undefined) return roleAt(env, undefined, 'node')
  return roleAt(env, dirname(resolve(script)), basename(script, extname(script)))
}

/** What the environment says, the name of the nearest package.json from `folder` upwards, else `otherwise`. */
export function roleAt(env: Env, folder: string | undefined, otherwise: string): string {
  const said = env['OTEL_SERVICE_NAME'] || env['WEBSITE_SITE_NAME']
  if (said || folder === undefined) return said || otherwise
  const packages = packagesFrom(folder)
  // A tool that runs the application, as a test runner does, is not what speaks; an application may be installed, too.
  return (packages.find(({ isInstalled }) => !isInstalled) ?? packages[0])?.name ?? otherwise
}

// --- helpers, in order of use ---

type Env = Readonly<Record<string, string | undefined>>

/** In a worker, `process.argv` has the worker's script; only the report knows what the process was started with. */
function mainScript(): string | undefined {
  const report = process.report?.getReport() as { readonly header?: { readonly commandLine?: readonly string[] } }
  return report?.header?.commandLine?.slice(1 + process.execArgv.length).find((argument) => !argument.startsWith('-'))
}

interface Package {
  readonly name: string
  readonly isInstalled: boolean
}

function packagesFrom(folder: string): readonly Package[] {
  const name = packageName(join(folder, 'package.json'))
  const above = dirname(folder) === folder ? [] : packagesFrom(dirname(folder))
  return name === undefined ? above : [{ name, isInstalled: /[\\/]node_modules[\\/]/.test(`${folder}/`) }, ...above]
}

function packageName(file: string): string | undefined {
  try {
    const name: unknown = JSON.parse(readFileSync(file, 'utf8')).name
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined // no such file, or not one to rely on
  }
}

import { readFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { OPTIONS } from './option-table'

/**
 * Returns the default `cloud_RoleName`: the result of `roleAt` for the folder of the main script, or else the name of that
 * script.
 */
export function defaultRole(
  env: Env,
  script: string | undefined = isMainThread ? process.argv[1] : mainScript(),
): string {
  if (script === undefined) return roleAt(env, process.cwd(), 'node')
  return roleAt(env, dirname(resolve(script)), basename(script, extname(script)))
}

/**
 * Returns the role set in the environment, else the name in the nearest package.json from `folder` upwards, else
 * `fallback`.
 */
export function roleAt(env: Env, folder: string | undefined, fallback: string): string {
  const named = OPTIONS.cloudRole.environment.map((name) => env[name]).find(Boolean)
  if (named !== undefined || folder === undefined) return named ?? fallback
  const packages = packagesFrom(folder)
  // Prefer a package that is not installed, because an installed one is usually a tool that runs the application, such as a
  // test runner.
  return (packages.find(({ isInstalled }) => !isInstalled) ?? packages[0])?.name ?? fallback
}

// --- helpers, in order of use ---

type Env = Readonly<Record<string, string | undefined>>

/**
 * Returns the main script for a worker, in which `process.argv` contains the worker's script. Reads it from the command
 * line of the process on Linux. Node's diagnostic report contains it on every system, but takes 30 ms.
 */
function mainScript(): string | undefined {
  try {
    const [, ...args] = readFileSync('/proc/self/cmdline', 'utf8').split('\0')
    return args.slice(process.execArgv.length).find((argument) => argument !== '' && !argument.startsWith('-'))
  } catch {
    return undefined
  }
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
    return undefined // the file is missing or is not valid JSON
  }
}

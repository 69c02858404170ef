import { readFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { OPTIONS } from './option-table'

/** `cloud_RoleName` without the option: `roleAt` the folder of the script that runs, else the script's name. */
export function defaultRole(
  env: Env,
  script: string | undefined = isMainThread ? process.argv[1] : mainScript(),
): string {
  if (script === undefined) return roleAt(env, process.cwd(), 'node')
  return roleAt(env, dirname(resolve(script)), basename(script, extname(script)))
}

/** The role that the environment names, else the name of the nearest package.json from `folder` upwards, else `otherwise`. */
export function roleAt(env: Env, folder: string | undefined, otherwise: string): string {
  const named = OPTIONS.cloudRole.environment.map((name) => env[name]).find(Boolean)
  if (named !== undefined || folder === undefined) return named ?? otherwise
  const packages = packagesFrom(folder)
  // An installed package is mostly a tool that runs the application, such as a test runner.
  return (packages.find(({ isInstalled }) => !isInstalled) ?? packages[0])?.name ?? otherwise
}

// --- helpers, in order of use ---

type Env = Readonly<Record<string, string | undefined>>

/**
 * In a worker, `process.argv` has the worker's script. Linux tells the command line of the process. Node's diagnostic
 * report does so everywhere, but takes 30 ms.
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
    return undefined // no such file, or not one to rely on
  }
}

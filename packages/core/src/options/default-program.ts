import { readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { OPTIONS } from './option-table'

/** What a program is called by default. */
export interface Program {
  readonly role: string
  readonly version: string | undefined
}

/** Returns the program of this process: the result of `programAt` for the folder of its main script. */
export function defaultProgram(
  env: Env,
  script: string | undefined = isMainThread ? process.argv[1] : mainScript(),
): Program {
  if (script === undefined) return programAt(env, process.cwd(), 'node')
  return programAt(env, dirname(resolve(script)), basename(script, extname(script)))
}

/**
 * Returns the program in a folder. Its role is set in the environment, else it is the name in the nearest package.json from
 * `folder` upwards, else `fallback`. Its version is the one in that package.json.
 */
export function programAt(env: Env, folder: string | undefined, fallback: string): Program {
  const named = OPTIONS.cloudRole.environment.map((name) => env[name]).find(Boolean)
  const packages = folder === undefined ? [] : packagesFrom(folder)
  // Prefer a package that is not installed, because an installed one is usually a tool that runs the application, such as a
  // test runner.
  const { name, version } = packages.find(({ isInstalled }) => !isInstalled) ?? packages[0] ?? {}
  return { role: named ?? name ?? fallback, version }
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
  readonly version: string | undefined
  readonly isInstalled: boolean
}

function packagesFrom(folder: string): readonly Package[] {
  const found = packageIn(folder)
  const above = dirname(folder) === folder ? [] : packagesFrom(dirname(folder))
  return found === undefined ? above : [found, ...above]
}

/** Much more than any package.json has. */
const MAX_BYTES = 4_194_304

function packageIn(folder: string): Package | undefined {
  try {
    const file = join(folder, 'package.json')
    const stat = statSync(file)
    if (!stat.isFile() || stat.size > MAX_BYTES) return undefined // reading a pipe would block until another process writes to it
    const { name, version }: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof name !== 'string' || name === '') return undefined
    const isInstalled = /[\\/]node_modules[\\/]/.test(`${folder}/`)
    return { name, version: typeof version === 'string' && version !== '' ? version : undefined, isInstalled }
  } catch {
    return undefined // the file is missing or is not valid JSON
  }
}

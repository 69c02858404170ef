import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { delimiter, isAbsolute, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { npmCommand } from './npm-command'
import { version } from './version'

/** The part of `@azmon/local` that the commands use. It is not a dependency: programs that only send need no database. */
export type LocalPackage = Pick<
  typeof import('@azmon/local'),
  'startLocal' | 'openSource' | 'readChecks' | 'evaluateChecks'
>

/** The part of `@azmon/mcp` that the commands use. It is not a dependency either, because of its own dependencies. */
export type McpPackage = Pick<typeof import('@azmon/mcp'), 'serveStdio'>

/** Prints a message for the user. */
export type Remark = (message: string) => void

/** Loads `@azmon/local` as {@link findPackage} does. */
export function findLocal(remark: Remark): Promise<LocalPackage | undefined> {
  return findPackage('@azmon/local', remark)
}

/** Loads `@azmon/mcp` as {@link findPackage} does. */
export function findMcp(remark: Remark): Promise<McpPackage | undefined> {
  return findPackage('@azmon/mcp', remark)
}

// --- helpers, in order of use ---

/**
 * Loads a package from the application, from the folder next to this package, or else through npm, which may take a while.
 * Calls `remark` when it uses npm, and again if npm fails.
 */
async function findPackage<T>(name: string, remark: Remark): Promise<T | undefined> {
  const installed = loadFrom<T>(name, [join(process.cwd(), 'package.json'), __filename])
  if (installed !== undefined) return installed
  const wanted = `${name}@${version}`
  remark(`${name} is not installed here: npm fetches ${wanted} and keeps it in its cache.`)
  const fetched = loadFrom<T>(name, await fetchWithNpm(wanted))
  if (fetched === undefined) remark(`npm could not fetch it. Install it yourself: npm install --save-dev ${name}`)
  return fetched
}

function loadFrom<T>(name: string, places: readonly string[]): T | undefined {
  for (const place of places) {
    try {
      return createRequire(place)(name) as T
    } catch (error) {
      if (!isNotInstalled(name, error)) throw error
    }
  }
  return undefined
}

/** If the package is installed but one of its modules is missing, that is a different error. */
function isNotInstalled(name: string, error: unknown): boolean {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'
  return isMissing && error.message.includes(`'${name}'`)
}

/**
 * Returns the folders to load the fetched package from. npm only prints them: if npm ran the program in a shell, a signal
 * would end the shell but not the program. npm must not read stdin, which may be a query or a client of `azmon mcp`.
 */
async function fetchWithNpm(wanted: string): Promise<readonly string[]> {
  const question = ['exec', '--yes', `--package=${wanted}`, '--', 'node', '-p', 'process.env.PATH']
  const place = { runner: process.env['npm_execpath'], platform: process.platform }
  const { file, args, shell } = npmCommand(question, place)
  const npm = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'], shell })
  npm.on('error', () => {}) // without npm its output is empty
  const path = await text(npm.stdout)
  return path
    .trim()
    .split(delimiter)
    .filter(isAbsolute)
    .map((commands) => join(commands, 'azmon'))
}

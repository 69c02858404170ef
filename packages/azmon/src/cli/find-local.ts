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

/**
 * Loads `@azmon/local` from the application, from the folder next to this package, or else through npm, which may take a
 * while. Calls `remark` when it uses npm, and again if npm fails.
 */
export async function findLocal(remark: (message: string) => void): Promise<LocalPackage | undefined> {
  const installed = loadFrom([join(process.cwd(), 'package.json'), __filename])
  if (installed !== undefined) return installed
  remark(`@azmon/local is not installed here: npm fetches ${FETCHED} and keeps it in its cache.`)
  const fetched = loadFrom(await fetchLocal())
  if (fetched === undefined) remark('npm could not fetch it. Install it yourself: npm install --save-dev @azmon/local')
  return fetched
}

// --- helpers, in order of use ---

const PACKAGE = '@azmon/local'
const FETCHED = `${PACKAGE}@${version}`

function loadFrom(places: readonly string[]): LocalPackage | undefined {
  for (const place of places) {
    try {
      return createRequire(place)(PACKAGE) as LocalPackage
    } catch (error) {
      if (!isNotInstalled(error)) throw error
    }
  }
  return undefined
}

/** If the package is installed but one of its modules is missing, that is a different error. */
function isNotInstalled(error: unknown): boolean {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'
  return isMissing && error.message.includes(`'${PACKAGE}'`)
}

/**
 * Returns the folders to load the fetched package from. npm only prints them: if npm ran the program in a shell, a signal
 * would end the shell but not the program.
 */
async function fetchLocal(): Promise<readonly string[]> {
  const question = ['exec', '--yes', `--package=${FETCHED}`, '--', 'node', '-p', 'process.env.PATH']
  const place = { runner: process.env['npm_execpath'], platform: process.platform }
  const { file, args, shell } = npmCommand(question, place)
  const npm = spawn(file, args, { stdio: ['inherit', 'pipe', 'inherit'], shell })
  npm.on('error', () => {}) // without npm its output is empty
  const path = await text(npm.stdout)
  return path
    .trim()
    .split(delimiter)
    .filter(isAbsolute)
    .map((commands) => join(commands, 'azmon'))
}

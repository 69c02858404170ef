import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { delimiter, isAbsolute, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { npmCommand } from './npm-command'

/**
 * The local Application Insights, from where it is installed: beside the application, or beside us. It holds a database,
 * which nobody is to carry who only sends; where it is not there, npm fetches it. Returns the exit code.
 */
export async function runLocal(args: readonly string[], program: string): Promise<number> {
  const local = findLocal([join(process.cwd(), 'package.json'), __filename]) ?? findLocal(await fetchLocal())
  if (local !== undefined) return local.runCli(args, program)
  remark('npm has not brought it. Install it by hand: npm install --save-dev @azmon/local')
  return 1
}

// --- helpers, in order of use ---

interface LocalCli {
  runCli(args: readonly string[], program: string): Promise<number>
}

const DOOR = '@azmon/local/cli'

function findLocal(places: readonly string[]): LocalCli | undefined {
  for (const place of places) {
    try {
      return createRequire(place)(DOOR) as LocalCli
    } catch (error) {
      if (!isNotThere(error)) throw error // what is there has a reason of its own
    }
  }
  return undefined
}

function isNotThere(error: unknown): boolean {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'
  return isMissing && error.message.includes(`'${DOOR}'`)
}

const manifest: { readonly version: string } = require('../../package.json')

/**
 * That of our own version; it stays in npm's cache for the next time. npm is asked only where: of a program that npm runs
 * by a shell, a signal ends the shell, and not the program.
 */
async function fetchLocal(): Promise<readonly string[]> {
  const fetched = `@azmon/local@${manifest.version}`
  remark(`@azmon/local is not installed here: npm fetches ${fetched}, and it runs from npm's cache.`)
  const question = ['exec', '--yes', `--package=${fetched}`, '--', 'node', '-p', 'process.env.PATH']
  const place = { runner: process.env['npm_execpath'], platform: process.platform }
  const { file, args, shell } = npmCommand(question, place)
  const npm = spawn(file, args, { stdio: ['inherit', 'pipe', 'inherit'], shell })
  npm.on('error', () => {}) // it is not there: nothing comes
  const path = await text(npm.stdout)
  return path
    .trim()
    .split(delimiter)
    .filter(isAbsolute)
    .map((commands) => join(commands, 'azmon'))
}

function remark(text: string): void {
  process.stderr.write(`azmon: ${text}\n`)
}

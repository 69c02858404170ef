import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { join } from 'node:path'

/**
 * The local Application Insights, from where it is installed: beside the application, or beside us. It holds a database,
 * which nobody is to carry who only sends; where it is not there, npm fetches it. Returns the exit code.
 */
export async function runLocal(args: readonly string[], program: string): Promise<number> {
  const installed = findLocal()
  return installed === undefined ? fetchAndRun(args) : installed.runCli(args, program)
}

// --- helpers, in order of use ---

interface LocalCli {
  runCli(args: readonly string[], program: string): Promise<number>
}

const DOOR = '@azmon/local/cli'

function findLocal(): LocalCli | undefined {
  for (const place of [join(process.cwd(), 'package.json'), __filename]) {
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

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** That of our own version; it stays in npm's cache for the next time. */
async function fetchAndRun(args: readonly string[]): Promise<number> {
  const fetched = `@azmon/local@${manifest.version}`
  remark(`@azmon/local is not installed here: npm fetches ${fetched}, and it runs from npm's cache.`)
  // On Windows npm is a script, which only a shell runs.
  const npm = spawn('npm', ['exec', '--yes', `--package=${fetched}`, '--', 'azmon-local', ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  for (const signal of SIGNALS) process.on(signal, () => npm.kill(signal)) // ours is the end that it comes to
  return new Promise((resolve) => {
    npm.on('error', () => {
      remark('npm cannot be started. Install it by hand: npm install --save-dev @azmon/local')
      resolve(1)
    })
    npm.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}

function remark(text: string): void {
  process.stderr.write(`azmon: ${text}\n`)
}

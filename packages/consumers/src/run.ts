import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'

export interface Ended {
  /** The exit code, or the signal that ended the program. */
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a program in `folder` until it exits, with `input` on its stdin. The environment of the process is `env` and PATH. Its
 * state directory is kept.
 */
export function run(
  folder: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  const stateHome = mkdtempSync(join(folder, 'state-'))
  const options = {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: stateHome, ...env },
    timeout: LIMIT_MS,
  }
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.signal ?? error.code ?? error.message), stdout, stderr }),
    )
    child.stdin?.on('error', () => {}) // the program may exit without reading its input
    child.stdin?.end(input)
  })
}

const LIMIT_MS = 150_000

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly elapsedMs: number
}

/**
 * Runs a script in a separate Node process until it exits. The environment of the process is `env` and PATH, and it loads the
 * built packages. Its state directory is removed afterwards, unless `env` sets a different one.
 */
export function runProgram(
  file: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<Finished> {
  const startedMs = performance.now()
  const stateHome = mkdtempSync(join(tmpdir(), 'azmon-state-'))
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: stateHome, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      rmSync(stateHome, { recursive: true })
      resolve({ code, signal, stdout, stderr, elapsedMs: performance.now() - startedMs })
    })
  })
}

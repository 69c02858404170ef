import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { readSpool, slackMs, startSink, type WireEnvelope } from '@azmon/testkit'

export interface EndOptions {
  readonly node: string
  /** The folder that contains the program and its packages. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** Signals to send, in order, after the program has printed `ready`. */
  readonly signals: readonly NodeJS.Signals[]
}

/** The way a program exited, and the location of its telemetry. */
export interface End {
  /** Everything that the parent process sees: the exit code or signal, and the output. */
  readonly seen: { readonly code: number | string | null; readonly stdout: string; readonly stderr: string }
  readonly delivered: readonly WireEnvelope[]
  readonly onDisk: readonly WireEnvelope[]
  /** The names of all files on disk. */
  readonly files: readonly string[]
}

/** Runs `programs/ends.cjs` until it exits, with a healthy endpoint and an empty spool folder. */
export async function runExitProgram({ node, folder, env, signals }: EndOptions): Promise<End> {
  const delivered: WireEnvelope[] = []
  await using sink = await startSink((items) => void delivered.push(...items))
  const stateHome = mkdtempSync(join(folder, 'state-'))
  const child = spawn(node, ['ends.cjs'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      XDG_STATE_HOME: stateHome,
      APPLICATIONINSIGHTS_CONNECTION_STRING: sink.connectionString,
      SLACK_MS: String(Math.round(await slackMs())),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.once('data', async () => {
    for (const signal of signals) {
      child.kill(signal)
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_SIGNALS_MS))
    }
  })
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  const { items, names } = readSpool(stateHome)
  rmSync(stateHome, { recursive: true })
  return { seen: { code: signal ?? code, stdout, stderr }, delivered, onDisk: items, files: names }
}

/** Two identical signals sent at once may arrive as one. */
const BETWEEN_SIGNALS_MS = 20

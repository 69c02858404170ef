import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { readSpool, slackMs, startSink, type WireEnvelope } from '@azmon/testkit'

export interface EndOptions {
  readonly node: string
  /** Where the program and the packages are. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** Sent one after the other when the program has printed `ready`. */
  readonly signals: readonly NodeJS.Signals[]
}

/** How a program ended, and where its telemetry is then. */
export interface End {
  /** What the program's parent sees: the exit code or the signal, and the output. */
  readonly seen: { readonly code: number | string | null; readonly stdout: string; readonly stderr: string }
  readonly delivered: readonly WireEnvelope[]
  readonly onDisk: readonly WireEnvelope[]
  /** Names of all files on disk. */
  readonly files: readonly string[]
}

/** Runs `programs/ends.cjs` to its end, with a healthy endpoint and a spool folder of its own. */
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

/** Two signals at once may arrive as one. */
const BETWEEN_SIGNALS_MS = 20

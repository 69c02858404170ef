import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGate } from './gate'
import { readSpool } from './read-spool'
import type { Finished } from './run-program'
import { startProgram } from './running-program'
import { startSink } from './sink'
import { slackMs } from './slack'

/** How the endpoint is while a program ends. */
export type EndpointState = 'up' | 'hanging' | 'refused'

/** What a program is to do, and the signals it gets once it has printed `ready`. */
export interface WayOut {
  readonly how: string
  readonly signals?: readonly NodeJS.Signals[]
}

export interface ExitRun {
  readonly ended: Finished
  /** From its start or, where signals end it, from the first of them, less what a busy machine may add. */
  readonly tookMs: number
  /** What that is: 0 on an idle machine. */
  readonly slackMs: number
  /** First words of the messages that arrived, and of those on disk; each once, sorted. */
  readonly delivered: readonly string[]
  readonly stored: readonly string[]
  /** How often something arrived, or is on disk, that arrived or is there already. */
  readonly duplicates: number
  /** Names of the files on disk, finished or not, except those that say which process leads. */
  readonly files: readonly string[]
}

/**
 * Runs a program to its end against an endpoint and a spool folder of its own, which it finds in CONNECTION and STORAGE;
 * without an endpoint, it gets neither. PATIENCE has options that give it the time that a busy machine needs to deliver.
 */
export async function runToItsEnd(
  program: string,
  way: WayOut,
  endpoint: EndpointState | undefined,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<ExitRun> {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-exit-'))
  const arrived: string[] = []
  await using sink = await startSink((items) => {
    for (const item of items) arrived.push(firstWord(item.data.baseData.message))
  })
  await using gate = await startGate(sink.url)
  if (endpoint === 'hanging') sink.answers(() => 'hang')
  if (endpoint === 'refused') await gate.shut()
  const connection = sink.connectionString.replace(sink.url, gate.url)
  const ours = endpoint === undefined ? {} : { CONNECTION: connection, STORAGE: join(folder, 'spool') }
  const slack = await slackMs()
  const PATIENCE = JSON.stringify(endpoint === 'up' ? patienceOf(slack) : {})
  const running = startProgram(program, { env: { PATIENCE, ...env, ...ours, HOW: way.how } })
  const tookMs = await signalled(running, way.signals)
  const ended = await running.ended
  const stored = readSpool(folder)
  const onDisk = stored.items.map((item) => firstWord(item.data.baseData.message))
  rmSync(folder, { recursive: true })
  const all = new Set([...arrived, ...onDisk])
  return {
    ended,
    tookMs: Math.max(0, (await tookMs) - slack),
    slackMs: slack,
    delivered: [...new Set(arrived)].sort(),
    stored: [...new Set(onDisk)].sort(),
    duplicates: arrived.length + onDisk.length - all.size,
    files: stored.names,
  }
}

// --- helpers, in order of use ---

/** Two of one kind at once would be one. */
const BETWEEN_SIGNALS_MS = 20

/** The defaults, and what a busy machine may add. */
function patienceOf(slack: number): object {
  return { exitFlushMs: 3_000 + Math.round(slack), signalFlushMs: 1_000 + Math.round(slack) }
}

async function signalled(
  running: ReturnType<typeof startProgram>,
  signals: readonly NodeJS.Signals[] | undefined,
): Promise<Promise<number>> {
  if (signals === undefined) return running.ended.then(({ elapsedMs }) => elapsedMs)
  await running.untilPrinted('ready')
  const sentMs = performance.now()
  for (const [index, signal] of signals.entries()) {
    if (index > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_SIGNALS_MS))
    running.signal(signal)
  }
  return running.ended.then(() => performance.now() - sentMs)
}

function firstWord(message: string | undefined): string {
  return message?.split(' ', 1)[0] ?? ''
}

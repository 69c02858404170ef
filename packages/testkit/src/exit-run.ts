import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGate } from './gate'
import { readSpool } from './read-spool'
import type { Finished } from './run-program'
import { startProgram } from './running-program'
import { startSink } from './sink'
import { slackMs } from './slack'

/** The state of the endpoint while a program exits. */
export type EndpointState = 'up' | 'hanging' | 'refused'

/** A way to exit. */
export interface ExitWay {
  /** The value of the program's HOW variable. */
  readonly how: string
  /** Signals to send after the program has printed `ready`. */
  readonly signals?: readonly NodeJS.Signals[]
}

export interface ExitRun {
  readonly ended: Finished
  /** The time from the start of the program, or from its first signal, minus the delay that a busy machine adds. */
  readonly tookMs: number
  /** The delay that a busy machine adds; 0 on an idle machine. */
  readonly slackMs: number
  /** The first words of the delivered messages, sorted and without duplicates. */
  readonly delivered: readonly string[]
  /** The first words of the messages on disk, sorted and without duplicates. */
  readonly stored: readonly string[]
  /** The number of messages other than the first copy of each. */
  readonly duplicates: number
  /** The names of all files on disk, except those of the leader election. */
  readonly files: readonly string[]
}

/**
 * Runs a program until it exits. CONNECTION and STORAGE contain its connection string and spool folder; they are not set if
 * `endpoint` is undefined. FLUSH_LIMITS contains flush timeouts that are long enough for a busy machine.
 */
export async function runToExit(
  program: string,
  way: ExitWay,
  endpoint: EndpointState | undefined,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<ExitRun> {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-exit-'))
  const arrived: string[] = []
  await using sink = await startSink((items) => {
    for (const item of items) arrived.push(firstWord(item.data.baseData.message))
  })
  await using gate = await startGate(sink.url)
  if (endpoint === 'hanging') sink.respondWith(() => 'hang')
  if (endpoint === 'refused') await gate.shut()
  const connection = sink.connectionString.replace(sink.url, gate.url)
  const ours = endpoint === undefined ? {} : { CONNECTION: connection, STORAGE: join(folder, 'spool') }
  const slack = await slackMs()
  const FLUSH_LIMITS = JSON.stringify(endpoint === 'up' ? flushLimits(slack) : {})
  const running = startProgram(program, { env: { FLUSH_LIMITS, ...env, ...ours, HOW: way.how } })
  const tookMs = await sendSignals(running, way.signals)
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

/** Two identical signals sent at once may arrive as one. */
const BETWEEN_SIGNALS_MS = 20

/** Returns the default timeouts plus the delay that a busy machine adds. */
function flushLimits(slack: number): object {
  return { exitFlushMs: 3_000 + Math.round(slack), signalFlushMs: 1_000 + Math.round(slack) }
}

async function sendSignals(
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

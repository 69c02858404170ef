import { type EndpointState, type ExitRun, type ExitWay, runToExit } from './exit-run'
import type { Finished } from './run-program'

/** All ways in which a process can exit, with a name for each. */
export const EXIT_WAYS: readonly (readonly [string, ExitWay])[] = [
  ['ends by itself', { how: 'ends' }],
  ['calls process.exit(0)', { how: 'exits0' }],
  ['calls process.exit(1)', { how: 'exits1' }],
  ['throws', { how: 'throws' }],
  ['rejects a promise', { how: 'rejects' }],
  ['overflows its stack', { how: 'overflows' }],
  ['gets SIGTERM', { how: 'waits', signals: ['SIGTERM'] }],
  ['gets SIGINT', { how: 'waits', signals: ['SIGINT'] }],
  ['gets SIGHUP', { how: 'waits', signals: ['SIGHUP'] }],
  ['gets SIGINT twice', { how: 'waits', signals: ['SIGINT', 'SIGINT'] }],
]

/** The time that a busy machine needs to load the packages. Still less than a socket's timeout of 10 s, which must not delay an exit. */
const LOAD_MS = 4_000

/** The time to load the thread that sends on process.exit() and on uncaught errors. */
const LOAD_THREAD_MS = 2_000

/** How long an endpoint may delay the exit. */
const MAX_DELAY_MS: Readonly<Record<EndpointState, number>> = { up: 3_000, hanging: 3_000, refused: 0 }

/** Returns how much longer a process with telemetry may take to exit than one without. */
export function maxExtraMs({ how, signals }: ExitWay, endpoint: EndpointState): number {
  const usesThread = signals === undefined && how !== 'ends'
  return LOAD_MS + Math.max(MAX_DELAY_MS[endpoint], usesThread ? LOAD_THREAD_MS : 0)
}

export interface ExitComparison extends ExitRun {
  /** The run of the same program without telemetry. */
  readonly without: ExitRun
  readonly extraMs: number
  /** The summary, on one line. */
  readonly figures: string
}

/** Runs a program with and without telemetry at the same time, so that load on the machine affects both. */
export async function runExitWithBaseline(
  program: string,
  [name, way]: (typeof EXIT_WAYS)[number],
  endpoint: EndpointState,
): Promise<ExitComparison> {
  const [without, run] = await Promise.all([runToExit(program, way, undefined), runToExit(program, way, endpoint)])
  const extraMs = Math.round(run.tookMs - without.tookMs)
  const { delivered, stored, duplicates } = run
  const figures = `${name}, ${endpoint}: ${extraMs} ms more, ${delivered.length} delivered, ${stored.length} stored, ${duplicates} twice`
  return { ...run, without, extraMs, figures }
}

/** Returns everything that the parent process sees of an exit, except for the time. */
export function visibleOutcome({ ended: { code, signal, stdout, stderr } }: ExitRun): Omit<Finished, 'elapsedMs'> {
  return { code, signal, stdout, stderr }
}

import { type EndpointState, type ExitRun, runToItsEnd, type WayOut } from './exit-run'
import type { Finished } from './run-program'

/** How a process may end. */
export const EXIT_WAYS: readonly (readonly [string, WayOut])[] = [
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

/** How long a busy machine takes to load us, and to load the thread that sends at process.exit() and uncaught errors. */
const LOAD_MS = 1_500
const LOAD_THREAD_MS = 2_000

/** How long an endpoint may hold a process that ends. */
const HOLD_MS: Readonly<Record<EndpointState, number>> = { up: 3_000, hanging: 3_000, refused: 0 }

/** How much longer a process may take to end than without telemetry. */
export function maxExtraMs({ how, signals }: WayOut, endpoint: EndpointState): number {
  const usesThread = signals === undefined && how !== 'ends'
  return LOAD_MS + Math.max(HOLD_MS[endpoint], usesThread ? LOAD_THREAD_MS : 0)
}

export interface ExitBeside extends ExitRun {
  /** The same program without telemetry. */
  readonly without: ExitRun
  readonly extraMs: number
  /** All of it in a line. */
  readonly figures: string
}

/** Runs a program with and without telemetry at the same time, so that a machine that is busy is so for both. */
export async function runBesideItself(
  program: string,
  [name, way]: (typeof EXIT_WAYS)[number],
  endpoint: EndpointState,
): Promise<ExitBeside> {
  const [without, run] = await Promise.all([runToItsEnd(program, way, undefined), runToItsEnd(program, way, endpoint)])
  const extraMs = Math.round(run.tookMs - without.tookMs)
  const { delivered, stored, duplicates } = run
  const figures = `${name}, ${endpoint}: ${extraMs} ms more, ${delivered.length} delivered, ${stored.length} stored, ${duplicates} twice`
  return { ...run, without, extraMs, figures }
}

/** What whoever started a process sees of its end, but for the time. */
export function seenFromOutside({ ended: { code, signal, stdout, stderr } }: ExitRun): Omit<Finished, 'elapsedMs'> {
  return { code, signal, stdout, stderr }
}

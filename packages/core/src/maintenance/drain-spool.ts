import { setTimeout as sleep } from 'node:timers/promises'
import { duration } from '../command-line/format'
import type { DropReason } from '../diagnostics/stats'
import type { Trouble } from '../ingestion/breeze-response'
import { IngestionClient } from '../ingestion/ingestion-client'
import { Pipeline } from '../pipeline/pipeline'
import type { SpoolDirectory } from '../spool/directory'
import type { Election } from '../spool/election'
import { systemFiles } from '../spool/file-system'
import { type Advice, adviceOnTrouble } from './endpoint-advice'
import { isEmpty, type SpoolSurvey, surveySpool } from './spool-survey'
import { requireDestination, type Target } from './target'
import { WatchedEndpoint } from './watched-endpoint'

export interface DrainOptions {
  /** Ends the drain early and releases the claimed batches. */
  readonly signal: AbortSignal
  /** Called several times a second. */
  readonly onProgress?: (sentItems: number, left: SpoolSurvey) => void
}

export interface DrainResult {
  readonly end: DrainEnd
  readonly sent: number
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>
  readonly left: SpoolSurvey
}

/** Why a drain ended: the spool is empty, the signal was aborted, or a problem stopped the drain. */
export type DrainEnd =
  | { readonly kind: 'empty' | 'interrupted' }
  | { readonly kind: 'stopped'; readonly by: 'endpoint' | 'spool'; readonly problem: string; readonly fix?: string }

/**
 * Sends everything that waits in a spool. Uses the pipeline of programs and claims batches as they do, so it does not disturb
 * programs that send from the same directory. Ends if the spool is empty, if the endpoint has a lasting problem, or after
 * three seconds without progress.
 * @throws ConfigurationError if the target has no destination
 */
export async function drainSpool(
  target: Target,
  directory: SpoolDirectory,
  { signal, onProgress }: DrainOptions,
): Promise<DrainResult> {
  const { delivery } = target
  const destination = requireDestination(target)
  const path = directory.open()
  const endpoint = new WatchedEndpoint(new IngestionClient(destination, delivery, 1))
  const pipeline = new Pipeline(delivery, endpoint, { directory, election: ALWAYS_LEADER, files: systemFiles })
  const isInterrupted = await untilOver().finally(() => pipeline.close()) // releases the claimed batches
  const { spool, lastError } = pipeline.stats()
  const left = surveySpool(path)
  return { end: endOfDrain(), sent: spool.drained, dropped: spool.droppedByReason, left }

  async function untilOver(): Promise<boolean> {
    let movedMs = performance.now()
    for (let before = ''; ; ) {
      await sleep(POLL_MS, undefined, { signal }).catch(() => {})
      const waiting = surveySpool(path)
      const { drained, dropped } = pipeline.stats().spool
      onProgress?.(drained, waiting)
      if (signal.aborted) return true
      if (endpoint.lastingTrouble !== undefined || (isEmpty(waiting) && !endpoint.isBusy)) return false
      const now = [drained, dropped, endpoint.responses, waiting.waiting.length, waiting.leased.length].join()
      if (now !== before || endpoint.isBusy) movedMs = performance.now()
      else if (performance.now() - movedMs > STUCK_MS) return false
      before = now
    }
  }

  function endOfDrain(): DrainEnd {
    if (isInterrupted) return { kind: 'interrupted' }
    if (isEmpty(left)) return { kind: 'empty' }
    if (endpoint.lastingTrouble !== undefined) {
      return {
        kind: 'stopped',
        by: 'endpoint',
        ...endpointAdvice(endpoint.lastingTrouble, destination.ingestionEndpoint),
      }
    }
    return { kind: 'stopped', by: 'spool', ...spoolAdvice(left, spool.items > 0 ? lastError?.message : undefined) }
  }
}

// --- helpers, in order of use ---

const POLL_MS = 200

/** Longer than any pause of the pipeline before the endpoint is given up. */
const STUCK_MS = 3_000

/** Drains without an election. Programs elect one that drains, to spare the endpoint; a user wants everything sent now. */
const ALWAYS_LEADER: Election = { isLeader: true, join: () => {}, leave: async () => {} }

function endpointAdvice(trouble: Trouble, endpoint: string): Advice {
  const { problem, fix } = adviceOnTrouble(trouble, endpoint)
  const waitMs = 'retryAfterMs' in trouble ? trouble.retryAfterMs : undefined
  return { problem: waitMs === undefined ? problem : `${problem}; it asks for a pause of ${duration(waitMs)}`, fix }
}

/** `diskError` is undefined if the disk is fine. */
function spoolAdvice(left: SpoolSurvey, diskError: string | undefined): Omit<Advice, 'fix'> & Partial<Advice> {
  if (left.waiting.length + left.journalsLeft.length === 0) {
    return { problem: 'another process holds the rest and does not release it', fix: 'Run this again in a minute.' }
  }
  if (diskError !== undefined) return { problem: diskError }
  return { problem: 'a newer version wrote the rest', fix: 'Use that version of this command.' }
}

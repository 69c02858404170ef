import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from '../batch/payload'
import type { DropReason } from '../diagnostics/stats'
import type { SendOutcome, Trouble } from '../ingestion/breeze-response'
import { IngestionClient } from '../ingestion/ingestion-client'
import type { Destination } from '../options/connection-string'
import type { DeliveryOptions } from '../options/resolve'
import { type Ingestion, Pipeline } from '../pipeline/pipeline'
import type { SpoolDirectory } from '../spool/directory'
import type { Election } from '../spool/election'
import { systemFiles } from '../spool/file-system'
import { isEmpty, type SpoolSurvey, surveySpool } from './spool-survey'

export interface Drained {
  readonly why: 'empty' | 'interrupted' | 'trouble' | 'stuck'
  /** Why the endpoint was given up. */
  readonly trouble: Trouble | undefined
  readonly sent: number
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>
  /** What is still there. */
  readonly left: SpoolSurvey
  /** Why what waits cannot be had: what the disk said; undefined where it is not for this version to read. */
  readonly diskTrouble: string | undefined
}

/**
 * Sends what waits in `directory`, by the pipeline that programs have: it claims as they do, so whoever else sends from
 * there is not disturbed. Ends when nothing is left, the endpoint is in trouble, or nothing has moved for a while.
 */
export async function drain(
  destination: Destination,
  delivery: DeliveryOptions,
  directory: SpoolDirectory,
  interrupted: AbortSignal,
  onProgress: (sent: number, left: SpoolSurvey) => void,
): Promise<Drained> {
  const path = directory.open()
  const endpoint = new WatchedEndpoint(new IngestionClient(destination, delivery, 1))
  const pipeline = new Pipeline(delivery, endpoint, { directory, election: everyoneLeads, files: systemFiles })
  const why = await untilOver().finally(() => pipeline.close()) // what is under way goes back, for anybody to claim
  const { spool, lastError } = pipeline.stats()
  return {
    why,
    trouble: endpoint.givenUp,
    sent: spool.drained,
    dropped: spool.droppedByReason,
    left: surveySpool(path),
    diskTrouble: spool.items > 0 ? lastError?.message : undefined,
  }

  async function untilOver(): Promise<Drained['why']> {
    let movedMs = performance.now()
    for (let before = ''; ; ) {
      await sleep(LOOK_MS, undefined, { signal: interrupted }).catch(() => {})
      const left = surveySpool(path)
      const { drained, dropped } = pipeline.stats().spool
      onProgress(drained, left)
      if (interrupted.aborted) return 'interrupted'
      if (endpoint.givenUp !== undefined) return 'trouble'
      if (isEmpty(left) && !endpoint.isBusy) return 'empty'
      const now = [drained, dropped, endpoint.answers, left.waiting.length, left.leased.length].join()
      if (now !== before || endpoint.isBusy) movedMs = performance.now()
      else if (performance.now() - movedMs > STUCK_MS) return 'stuck'
      before = now
    }
  }
}

// --- helpers, in order of use ---

const LOOK_MS = 200

/** Longer than any pause the pipeline makes before the endpoint is given up. */
const STUCK_MS = 3_000

/** Politeness is for programs: somebody wants it sent now. */
const everyoneLeads: Election = { isLeader: true, stand: () => {}, resign: async () => {} }

/** Requests in a row that bring nothing further, before the endpoint is given up. */
const MAX_FRUITLESS = 3

/** The endpoint, and what is to be thought of it. */
class WatchedEndpoint implements Ingestion {
  answers = 0
  givenUp: Trouble | undefined
  readonly #client: IngestionClient
  #underWay = 0
  #fruitless = 0

  constructor(client: IngestionClient) {
    this.#client = client
  }

  get isBusy(): boolean {
    return this.#underWay > 0
  }

  async post(payload: Payload): Promise<SendOutcome> {
    if (this.givenUp !== undefined) return this.givenUp
    this.#underWay++
    const outcome = await this.#client.post(payload)
    this.#underWay--
    this.answers++
    this.#fruitless = isFruitless(outcome, payload.items) ? this.#fruitless + 1 : 0
    this.givenUp ??= troubleThatLasts(outcome, this.#fruitless)
    return outcome
  }

  load(): void {
    this.#client.load()
  }

  abort(): Promise<void> {
    return this.#client.abort()
  }

  close(): Promise<void> {
    return this.#client.close()
  }

  forThread(): undefined {
    // The command ends when it is done.
  }
}

function isFruitless(outcome: SendOutcome, items: number): boolean {
  switch (outcome.kind) {
    case 'accepted':
    case 'poisoned':
    case 'too-large':
    case 'encoding-refused':
      return false
    case 'partial':
      return outcome.retry.length === items
    default:
      return true
  }
}

function troubleThatLasts(outcome: SendOutcome, fruitless: number): Trouble | undefined {
  switch (outcome.kind) {
    case 'denied':
    case 'misconfigured':
    case 'quota':
    case 'throttled':
      return outcome
    case 'retryable':
      return outcome.retryAfterMs !== undefined || fruitless >= MAX_FRUITLESS ? outcome : undefined
    case 'partial':
    case 'unreadable':
      return fruitless >= MAX_FRUITLESS
        ? { kind: 'retryable', reason: 'status 206, but none of the items was taken' }
        : undefined
    default:
      return undefined
  }
}

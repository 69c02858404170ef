import type { Payload } from '../batch/payload'
import type { SendOutcome, Trouble } from '../ingestion/breeze-response'
import type { IngestionClient } from '../ingestion/ingestion-client'
import type { Ingestion } from '../pipeline/ingestion'

/** Posts for a command, and gives up on the endpoint at the first problem that will not pass within seconds. */
export class WatchedEndpoint implements Ingestion {
  responses = 0
  /** Undefined until the endpoint is given up. */
  lastingTrouble: Trouble | undefined
  readonly #client: IngestionClient
  #requests = 0
  #fruitless = 0

  constructor(client: IngestionClient) {
    this.#client = client
  }

  get isBusy(): boolean {
    return this.#requests > 0
  }

  async post(payload: Payload): Promise<SendOutcome> {
    if (this.lastingTrouble !== undefined) return this.lastingTrouble
    this.#requests++
    const outcome = await this.#client.post(payload)
    this.#requests--
    this.responses++
    this.#fruitless = isFruitless(outcome, payload.items) ? this.#fruitless + 1 : 0
    this.lastingTrouble ??= lastingTroubleIn(outcome, this.#fruitless)
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
    // Returns nothing, because a command finishes its work before it exits. Only programs send from a thread at exit.
  }
}

// --- helpers, in order of use ---

/** Give up on the endpoint after this many consecutive requests without an accepted item. */
const MAX_FRUITLESS = 3

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

function lastingTroubleIn(outcome: SendOutcome, fruitless: number): Trouble | undefined {
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
        ? { kind: 'retryable', reason: 'status 206, but no item was accepted' }
        : undefined
    default:
      return undefined
  }
}

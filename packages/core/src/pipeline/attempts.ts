import type { Batch } from '../batch/batch'
import { encodePayload, type Payload } from '../batch/payload'
import { readTextsFromPayload } from '../batch/payload-store'
import type { Diagnostics } from '../diagnostics/diagnostics'
import type { SendOutcome } from '../ingestion/breeze-response'
import type { SerializedEnvelope } from '../item/item'
import { shrinkItem } from '../item/shrink-item'
import type { Spool } from '../spool/spool'
import { type AttemptResult, merge, NOTHING_SETTLED, splitByOutcome } from './attempt-result'

/**
 * The maximum number of requests for one batch, because bisecting may take many. Items that are unsettled by then are
 * retried later.
 */
const MAX_REQUESTS = 32

export interface AttemptParts {
  readonly post: (payload: Payload) => Promise<SendOutcome>
  readonly diagnostics: Diagnostics
  readonly spool: Pick<Spool, 'quarantine'>
}

/**
 * Sends a batch in as many requests as it takes to settle each item, and stops if the endpoint fails. Bisects a batch that is
 * refused as a whole:
 *
 * 512 -> 400 refused because of items that the response does not name 256 -> 200 256 -> 400 128 -> 400 … down to the one item
 * that is dropped 128 -> 200
 */
export class Attempts {
  readonly #parts: AttemptParts
  /** The encoding that the endpoint is assumed to accept. */
  #encoding: Payload['encoding'] = 'gzip'
  /** Items that got an unreadable response. Each is sent exactly once more. */
  readonly #inDoubt = new WeakSet<SerializedEnvelope>()

  constructor(parts: AttemptParts) {
    this.#parts = parts
  }

  async send(batch: Batch): Promise<AttemptResult> {
    // Reading a batch from disk creates new item objects, so mark them again.
    if (batch.isInDoubt === true) for (const item of batch.items) this.#inDoubt.add(item)
    let result = NOTHING_SETTLED
    let parts: readonly Batch[] = [batch]
    for (let requests = 0; requests < MAX_REQUESTS; requests++) {
      const [part, ...others] = parts
      if (part === undefined) return result
      const outcome = await this.#post(part)
      if (outcome.kind === 'unreadable') batch.isInDoubt = true
      const { again = [], ...settled } = this.#settle(part.items, outcome)
      result = merge(result, settled)
      parts = [...again.map((items) => ({ items })), ...others]
      if (result.trouble !== undefined) break
    }
    const rest = parts.flatMap((part) => part.items)
    return merge(result, { rest })
  }

  async #post(part: Batch): Promise<SendOutcome> {
    const { post, diagnostics } = this.#parts
    const payload = part.payload ?? (await encodePayload(part.items, this.#encoding, part.lines))
    if (part.payload === undefined) readTextsFromPayload(payload, part.items)
    part.payload = payload
    const outcome = await post(payload)
    if (outcome.kind === 'accepted' || outcome.kind === 'partial') diagnostics.bytesSent += payload.body.length
    return outcome
  }

  #settle(items: Items, outcome: SendOutcome): Step {
    switch (outcome.kind) {
      case 'accepted':
        return { sent: items }
      case 'partial':
        return splitByOutcome(items, outcome)
      case 'unreadable':
        return this.#doubt(items)
      case 'poisoned':
        return items.length > 1 ? { again: halves(items) } : this.#refusePoison(items)
      case 'too-large':
        return items.length > 1 ? { again: halves(items) } : this.#shrink(items)
      case 'encoding-refused':
        this.#encoding = 'identity'
        return { again: [items] }
      case 'retryable':
      case 'throttled':
      case 'quota':
      case 'denied':
      case 'misconfigured':
        return { rest: items, trouble: outcome }
    }
  }

  #refusePoison(items: Items): Step {
    this.#parts.spool.quarantine(items)
    return { rejected: items.map((item) => ({ item, statusCode: 400 })) }
  }

  #doubt(items: Items): Step {
    const unknown = items.filter((item) => this.#inDoubt.has(item))
    const rest = items.filter((item) => !this.#inDoubt.has(item))
    for (const item of rest) this.#inDoubt.add(item)
    return { unknown, rest, trouble: { kind: 'retryable', reason: 'the response is unreadable' } }
  }

  #shrink(items: Items): Step {
    const small = items.map(shrinkItem).filter((item) => item !== undefined)
    this.#parts.diagnostics.truncated += small.length
    return small.length > 0 ? { again: [small] } : { tooLarge: items }
  }
}

// --- helpers, in order of use ---

type Items = readonly SerializedEnvelope[]

/** The batches in `again` are sent immediately. */
type Step = Partial<AttemptResult> & { readonly again?: readonly Items[] }

function halves(items: Items): readonly Items[] {
  const middle = Math.ceil(items.length / 2)
  return [items.slice(0, middle), items.slice(middle)]
}

import type { Batch } from '../batch/batch'
import type { DeliveryAccount } from '../diagnostics/account'
import type { Claim } from '../spool/spool'
import type { AttemptResult } from './attempt-result'

/** Counts the items that reached their end in one try. */
export function settle({ sent, rejected, tooLarge, unknown }: AttemptResult, account: DeliveryAccount): void {
  if (sent.length > 0) account.sent(sent)
  if (rejected.length > 0) account.rejected(rejected)
  if (tooLarge.length > 0) account.dropped('too-large', tooLarge)
  if (unknown.length > 0) account.dropped('unknown-outcome', unknown)
}

/** Removes from the spool what reached its end, and leaves the rest there. */
export function handBack(claim: Claim, tried: AttemptResult): void {
  const rest = left(claim.batch, tried)
  if (rest === undefined) claim.ack()
  else claim.release(rest)
}

/** What of `batch` may be tried again. The same batch if nothing of it is settled, so that it keeps its payload. */
export function left(batch: Batch, { rest }: AttemptResult): Batch | undefined {
  if (rest.length === 0) return undefined
  const isWhole = rest.length === batch.items.length && rest.every((item, index) => item === batch.items[index])
  return isWhole ? batch : { items: rest, isInDoubt: batch.isInDoubt }
}

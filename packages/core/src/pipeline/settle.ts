import type { Batch } from '../batch/batch'
import type { DeliveryAccount } from '../diagnostics/account'
import type { Claim } from '../spool/spool'
import type { AttemptResult } from './attempt-result'

/** Counts the items that one attempt settled. */
export function settle({ sent, rejected, tooLarge, unknown }: AttemptResult, account: DeliveryAccount): void {
  if (sent.length > 0) account.sent(sent)
  if (rejected.length > 0) account.rejected(rejected)
  if (tooLarge.length > 0) account.dropped('too-large', tooLarge)
  if (unknown.length > 0) account.dropped('unknown-outcome', unknown)
}

/** Acknowledges the claim, or releases the items that were not settled. */
export function finishClaim(claim: Claim, result: AttemptResult): void {
  const rest = unsettled(claim.batch, result)
  if (rest === undefined) claim.ack()
  else claim.release(rest)
}

/**
 * Returns a batch of the items that may be sent again. If nothing was settled, it is the same batch, which keeps its
 * payload.
 */
export function unsettled(batch: Batch, { rest }: AttemptResult): Batch | undefined {
  if (rest.length === 0) return undefined
  const isWhole = rest.length === batch.items.length && rest.every((item, index) => item === batch.items[index])
  return isWhole ? batch : { items: rest, isInDoubt: batch.isInDoubt }
}

import { queryRows } from '../../query/client'
import { itemsQuery } from '../../query/items'
import type { Scope } from '../../state/scope'

/** The number of rows per second that a person can still read something of. */
const MAX_ROWS_PER_SECOND = 60
const LOOK_BACK_MS = 5_000

/**
 * Returns 1 if all items of the scope can be shown while they arrive, or n if only one in n can: a power of two, so that items
 * that are shown stay when n grows or shrinks.
 */
export async function oneInFor(scope: Scope, storedPerSecond: number, signal: AbortSignal): Promise<number> {
  if (storedPerSecond <= MAX_ROWS_PER_SECOND) return 1
  const toMs = Date.now()
  const items = itemsQuery(scope, { range: { fromMs: toMs - LOOK_BACK_MS, toMs } })
  const [row] = await queryRows<{ Count: number }>(`${items}\n| where level < 3\n| count`, { signal })
  const perSecond = (row?.Count ?? 0) / (LOOK_BACK_MS / 1_000)
  return 2 ** Math.max(0, Math.ceil(Math.log2(perSecond / MAX_ROWS_PER_SECOND)))
}

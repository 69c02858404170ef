import { hrefOf } from '../../state/address'
import { hasView } from '../../views'

/** Returns the address of a transaction, or of its items until that view exists. Undefined without an operation. */
export function transactionOf(operationId: string): string | undefined {
  if (operationId === '') return undefined
  if (hasView('/transaction')) return `/transaction/${encodeURIComponent(operationId)}`
  return hrefOf('/live', new URLSearchParams({ from: '-24h', q: operationId }))
}

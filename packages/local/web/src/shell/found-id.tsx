import { toObjects } from '../query/client'
import { literal } from '../query/kql'
import { useQuery } from '../query/use-query'
import { hrefOf, push } from '../state/address'
import { count } from '../state/format'
import type { RecognizedId } from '../state/recognize-id'
import { hasView } from '../views'

interface Found {
  readonly operation_Id: string
  readonly items: number
}

/** Looks an id up in all tables, and leads to what has it. */
export function FoundId({ id, onOpen }: { readonly id: RecognizedId; readonly onOpen: () => void }) {
  const { table, error, isLoading } = useQuery(idQuery(id))
  const [found] = table === undefined || isLoading ? [] : toObjects<Found>(table)
  const open = (operationId: string) => {
    onOpen()
    push(
      hasView('/transaction')
        ? `/transaction/${operationId}`
        : hrefOf('/live', new URLSearchParams({ q: operationId })),
    )
  }
  if (isLoading) return <p class="found-id text3">Looking in all tables</p>
  if (error !== undefined) return <p class="found-id error">{error.message}</p>
  if (found === undefined) {
    return (
      <section class="found-id">
        <h2>Not found</h2>
        <p class="text2">
          No item has this {id.kind}. It may not have arrived yet, may be sampled out, or was removed to make room.
        </p>
        {id.operationId !== undefined && hasView('/transaction') && (
          <button type="button" class="button" onClick={() => open(id.operationId ?? '')}>
            Find out why
          </button>
        )}
      </section>
    )
  }
  return (
    <section class="found-id">
      <h2>{count(found.items)} items belong to this id</h2>
      <button type="button" class="button primary" onClick={() => open(found.operation_Id)}>
        {hasView('/transaction') ? 'Open transaction' : 'Show its items'}
      </button>
    </section>
  )
}

// --- helpers ---

function idQuery({ operationId, spanId }: RecognizedId): string {
  const conditions = [
    ...(operationId === undefined ? [] : [`operation_Id == ${literal(operationId)}`]),
    ...(spanId === undefined || operationId !== undefined
      ? []
      : [`operation_ParentId == ${literal(spanId)}`, `id == ${literal(spanId)}`]),
  ]
  return `union requests, dependencies, traces, exceptions, customEvents, pageViews, availabilityResults
| where ${conditions.join(' or ')}
| summarize items = count() by operation_Id
| top 1 by items desc`
}

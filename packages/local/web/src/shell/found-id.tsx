import { toObjects } from '../query/client'
import { literal } from '../query/kql'
import { type QueryState, useQuery } from '../query/use-query'
import { hrefOf, push } from '../state/address'
import { count } from '../state/format'
import type { RecognizedId } from '../state/recognize-id'
import { hasView } from '../views'
import type { PaletteEntry } from './commands'

/** What an id that was typed or pasted leads to. */
export interface FoundId {
  readonly entries: readonly PaletteEntry[]
  readonly summary: string
}

/** Looks an id up in all tables. */
export function useFoundId(id: RecognizedId | undefined): FoundId | undefined {
  const answer = useQuery(id && idQuery(id))
  if (id === undefined) return undefined
  const [found] = answer.table === undefined || answer.isLoading ? [] : toObjects<Found>(answer.table)
  // The view of a transaction explains why nothing arrived.
  const operationId = id.operationId ?? found?.operation_Id
  return {
    entries: operationId === undefined ? [] : [entryFor(operationId)],
    summary: summaryOf(id, answer, found),
  }
}

// --- helpers ---

interface Found {
  readonly operation_Id: string
  readonly items: number
}

function entryFor(operationId: string): PaletteEntry {
  return {
    key: 'transaction',
    group: 'This id',
    glyph: 'right',
    label: hasView('/transaction') ? 'Open transaction' : 'Show its items',
    run: () =>
      push(
        hasView('/transaction')
          ? `/transaction/${operationId}`
          : hrefOf('/live', new URLSearchParams({ q: operationId })),
      ),
  }
}

function summaryOf({ kind }: RecognizedId, { error, isLoading }: QueryState, found: Found | undefined): string {
  if (isLoading) return 'Looking in all tables'
  if (error !== undefined) return error.message
  if (found === undefined) return `No item has this ${kind}`
  return `${count(found.items)} ${found.items === 1 ? 'item belongs' : 'items belong'} to it`
}

function idQuery({ operationId, spanId }: RecognizedId): string {
  const condition =
    operationId === undefined
      ? `operation_ParentId == ${literal(spanId ?? '')} or id == ${literal(spanId ?? '')}`
      : `operation_Id == ${literal(operationId)}`
  return `union requests, dependencies, traces, exceptions, customEvents, pageViews, availabilityResults
| where ${condition}
| summarize items = count() by operation_Id
| top 1 by items desc`
}

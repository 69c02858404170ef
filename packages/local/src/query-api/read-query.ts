import type { TimeRange } from '@azmon/kql'
import { parseTimespan } from './timespan'

export type ReadQuery =
  | { readonly kind: 'query'; readonly text: string; readonly timeRange: TimeRange | undefined }
  | { readonly kind: 'invalid'; readonly message: string }

/**
 * Reads the body of a query, or its parameters in the address. There is only one store, so `workspaces`, `applications` and
 * `resources` add nothing. Grafana sends the time range also, or only, as `query_datetimescope_from` and `…_to`.
 */
export function readQuery(body: unknown, nowMs: number): ReadQuery {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return invalid('The body must be a JSON object.')
  const { query, timespan, query_datetimescope_from: from, query_datetimescope_to: to } = body as Body
  if (typeof query !== 'string' || query.trim() === '') return invalid('query must be a string of KQL.')
  const range = timespan ?? (typeof from === 'string' && typeof to === 'string' ? `${from}/${to}` : undefined)
  if (range === undefined || range === null || range === '') return { kind: 'query', text: query, timeRange: undefined }
  const timeRange = typeof range === 'string' ? parseTimespan(range, nowMs) : undefined
  return timeRange === undefined ? invalid(WRONG_TIMESPAN) : { kind: 'query', text: query, timeRange }
}

// --- helpers ---

type Body = Readonly<
  Partial<Record<'query' | 'timespan' | 'query_datetimescope_from' | 'query_datetimescope_to', unknown>>
>

const WRONG_TIMESPAN =
  'timespan must be an ISO 8601 duration such as PT1H, or a start and an end such as 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z; a duration may replace one of them.'

function invalid(message: string): ReadQuery {
  return { kind: 'invalid', message }
}

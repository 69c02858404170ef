import { itemsQuery } from '../../query/items'
import type { Scope } from '../../state/scope'

export interface ArrivalRow {
  readonly sdkVersion: string
  readonly role: string
  readonly iKey: string
  readonly items: number
  readonly represented: number
  readonly kinds: number
  readonly lastSeen: string
}

/** Who has sent how much: one row for each SDK, role and key. */
export function arrivalsQuery(scope: Scope): string {
  return `${itemsQuery(scope)}
| summarize items = count(), represented = sum(itemCount), kinds = dcount(itemType), lastSeen = max(timestamp)
    by sdkVersion, role = cloud_RoleName, iKey
| top 200 by items`
}

export interface CutRow {
  readonly field: string
  readonly limit: number
  readonly items: number
}

/**
 * Values that are exactly as long as the service stores: whoever sent them has most likely cut them.
 * @see https://learn.microsoft.com/azure/azure-monitor/service-limits#application-insights
 */
export function cutValuesQuery(scope: Scope): string {
  const cases = FIELDS.map(({ name, limit }) => `strlen(${name}) == ${limit}, "${name}"`).join(', ')
  const limits = FIELDS.map(({ name, limit }) => `field == "${name}", ${limit}`).join(', ')
  return `${itemsQuery(scope)}
| extend field = case(${cases}, "")
| where field != ""
| summarize items = count() by field
| extend limit = case(${limits}, 0)
| order by items desc`
}

// --- helpers ---

const FIELDS = [
  { name: 'message', limit: 32_768 },
  { name: 'outerMessage', limit: 32_768 },
  { name: 'data', limit: 8_192 },
  { name: 'url', limit: 2_048 },
  { name: 'name', limit: 1_024 },
] as const

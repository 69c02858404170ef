import { HEALTH_CHECK, itemsQuery } from '../../query/items'
import { scope } from '../../state/scope'

/** Returns the query for the number of hidden items, or undefined if none are hidden. */
export function hiddenHealthChecks(): string | undefined {
  if (!scope.value.hidesHealthChecks) return undefined
  return `${itemsQuery({ ...scope.value, hidesHealthChecks: false })}\n| where ${HEALTH_CHECK}\n| summarize sum(itemCount)`
}

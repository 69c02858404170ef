import { filterConditions } from '../../query/items'
import type { Scope } from '../../state/scope'

/** What the two sides of a comparison are: conditions for rows. */
export interface Conditions {
  readonly a: string
  readonly b: string
}

/** The operations of both sides. */
export function operationsQuery(sides: Conditions, scope: Scope): string {
  return `${bothSides('requests', sides, scope)}
| summarize totalA = sumif(itemCount, inA), totalB = sumif(itemCount, inB),
    failedA = sumif(itemCount, inA and success == false), failedB = sumif(itemCount, inB and success == false),
    p95A = percentilew(iff(inA, duration, real(null)), itemCount, 95),
    p95B = percentilew(iff(inB, duration, real(null)), itemCount, 95)
    by role = cloud_RoleName, name
| top ${MAX_ROWS} by totalA + totalB`
}

/** The problems of exceptions. Those that only one side has come first. */
export function problemsQuery(sides: Conditions, scope: Scope): string {
  return `${bothSides('exceptions', sides, scope)}
| summarize totalA = sumif(itemCount, inA), totalB = sumif(itemCount, inB) by role = cloud_RoleName, name = problemId
| ${ONE_SIDED_FIRST}`
}

/**
 * The logs, those that only one side has first. Words with a digit are left out, so that messages with other numbers or ids are
 * the same.
 */
export function logsQuery(sides: Conditions, scope: Scope): string {
  return `${bothSides('traces', sides, scope)}
| extend name = replace_regex(substring(message, 0, 200), @"\\w*\\d\\w*", "#")
| summarize totalA = sumif(itemCount, inA), totalB = sumif(itemCount, inB) by role = cloud_RoleName, name
| ${ONE_SIDED_FIRST}`
}

/** The versions and instances that can be compared. */
export function sidesQuery(condition: string): string {
  return `union requests, dependencies, traces, exceptions
| where ${condition}
| summarize items = count() by role = cloud_RoleName, version = application_Version, instance = cloud_RoleInstance
| top 50 by items`
}

// --- helpers ---

const MAX_ROWS = 500

const ONE_SIDED_FIRST = `order by totalA == 0 or totalB == 0 desc, totalA + totalB desc
| take ${MAX_ROWS}`

/** A row may belong to both sides, such as those of a version in the selected time. */
function bothSides(table: string, { a, b }: Conditions, scope: Scope): string {
  return [table, `where (${a}) or (${b})`, ...filterConditions(scope), `extend inA = ${a}, inB = ${b}`].join('\n| ')
}

import { isAround } from '../../query/around'
import { scopeConditions } from '../../query/items'
import { literal, moment } from '../../query/kql'
import type { Scope } from '../../state/scope'
import { type Concern, concernCondition, type Subject, subjectQuery } from './subject'

/** The number of bins in the small charts of the lists. */
export const LIST_BINS = 20

/** Names may have ids in them, so that there are as many as spans. */
const MAX_LISTED = 100
const MAX_LISTED_BINS = 10_000

/** Which operations and dependencies are listed: those that fail most often, or those that take the most time in all. */
export type Rank = 'failed' | 'cost'

/** Operations with the counts and durations of their requests. */
export function operationsQuery(scope: Scope, rank: Rank): string {
  return spansQuery('requests', 'role = cloud_RoleName, name, target = ""', scope, rank)
}

/** Dependencies, by the role that calls them. */
export function dependenciesQuery(scope: Scope, rank: Rank): string {
  return spansQuery('dependencies', 'role = cloud_RoleName, name, target', scope, rank)
}

/** How many requests and dependencies there are, and how many of them failed: also of those that are not listed. */
export function totalsQuery(scope: Scope): string {
  const of = (table: string) =>
    `(${[table, ...scopeConditions(scope), `summarize total = sum(itemCount), failed = sumif(itemCount, success == false) by kind = "${table}"`].join(' | ')})`
  return `union ${of('requests')}, ${of('dependencies')}`
}

/** Problems of exceptions. */
export function problemsQuery(scope: Scope): string {
  return [
    'exceptions',
    ...scopeConditions(scope),
    `summarize total = sum(itemCount), operations = dcount(operation_Id), firstSeen = min(timestamp) by role = cloud_RoleName, name = problemId`,
    mostOf('total'),
  ].join('\n| ')
}

/** When the rows of each subject of a table occurred, in bins of the selected time. */
export function overTimeQuery(
  table: 'requests' | 'dependencies' | 'exceptions',
  condition: string,
  scope: Scope,
): string {
  const { fromMs, toMs } = scope.selected
  const name = table === 'exceptions' ? 'name = problemId' : 'name'
  const target = table === 'dependencies' ? 'target' : 'target = ""'
  return [
    table,
    ...scopeConditions(scope),
    `where ${condition}`,
    `extend bin = min_of(${LIST_BINS - 1}, toint((timestamp - ${moment(fromMs)}) / ${(toMs - fromMs) / LIST_BINS}ms))`,
    `summarize count = sum(itemCount) by role = cloud_RoleName, ${name}, ${target}, bin`,
    `top ${MAX_LISTED_BINS} by count`,
  ].join('\n| ')
}

/** How many spans took how long, in steps of a tenth of a power of ten. */
export function histogramQuery(subject: Subject, scope: Scope): string {
  return `${subjectQuery(subject, scope)}
| where duration >= 0
| extend bin = toint(floor(log10(max_of(duration, 0.01)) * ${BINS_PER_POWER}, 1))
| summarize total = sum(itemCount), failed = sumif(itemCount, success == false) by bin`
}

export const BINS_PER_POWER = 10

/** The problems of exceptions in the operations of the spans that the view is about. */
export function problemsOfQuery(subject: Subject, concern: Concern, scope: Scope): string {
  return `let concerned = ${subjectQuery(subject, scope)}
| where ${concernCondition(concern)} and operation_Id != ""
| distinct operation_Id;
exceptions
| where ${isAround(scope.selected)}
| where operation_Id in (concerned)
| summarize total = sum(itemCount), firstSeen = min(timestamp) by role = cloud_RoleName, problemId
| top 5 by total`
}

/** The operations of the newest of the spans that the view is about, or of the slowest. Few operations have many such spans. */
export function samplesQuery(subject: Subject, concern: Concern, scope: Scope): string {
  const restriction = subject.kind === 'exception' ? '' : `\n| where ${concernCondition(concern)}`
  const order = subject.kind !== 'exception' && concern.kind === 'slow' ? 'duration' : 'timestamp'
  const columns =
    subject.kind === 'exception'
      ? 'resultCode = "", success = "False", duration = real(null)'
      : 'resultCode, success, duration'
  return `${subjectQuery(subject, scope)}${restriction}
| where operation_Id != ""
| top 100 by ${order}
| project timestamp, operation_Id, ${columns}
| summarize arg_max(${order}, *) by operation_Id
| top 3 by ${order}`
}

/** The spans of some operations, for the small waterfalls of the samples. */
export function spansOfQuery(operationIds: readonly string[]): string {
  const ids = operationIds.map(literal).join(', ')
  return `union requests, dependencies
| where operation_Id in (${ids})
| order by timestamp asc
| take 1000
| project timestamp, itemType, itemId, id, operation_ParentId, operation_Id, cloud_RoleName, name, target, success, resultCode, duration`
}

// --- helpers ---

/** Equal rows keep their order, so that the first one does not change with every refresh. */
function mostOf(value: string): string {
  return `order by ${value} desc, name asc, role asc | take ${MAX_LISTED}`
}

function spansQuery(table: string, by: string, scope: Scope, rank: Rank): string {
  return [
    table,
    ...scopeConditions(scope),
    `summarize total = sum(itemCount), failed = sumif(itemCount, success == false), (p50, p95, p99) = percentilesw(duration, itemCount, 50, 95, 99) by ${by}`,
    rank === 'failed'
      ? `where failed > 0 | ${mostOf('failed')}`
      : mostOf('total * (coalesce(p50, 0.0) + coalesce(p95, 0.0))'),
  ].join('\n| ')
}

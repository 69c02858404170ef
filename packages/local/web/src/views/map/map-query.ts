import { isAround } from '../../query/around'
import { scopeConditions } from '../../query/items'
import { isOneOf, literal } from '../../query/kql'
import type { Scope } from '../../state/scope'
import type { MapNode } from './graph'

/** Returns the query of the calls between roles and to the outside. */
export function callsQuery(scope: Scope): string {
  return `${spansQuery('dependencies', scope)}
| where type != "InProc" // parts of a program, which call nobody
| join kind=leftouter (${servedCalls(scope)}) on operation_Id, id
| summarize calls = sum(itemCount), failed = sumif(itemCount, success == false),
    (p50, p95, p99) = percentilesw(duration, itemCount, 50, 95, 99)
    by caller = cloud_RoleName, callee, target = iff(callee == "", target, ""), type = iff(callee == "", type, "")
| top ${MAX_CALLS} by calls`
}

/** Returns the query of the requests of each role. */
export function rolesQuery(scope: Scope): string {
  return `${spansQuery('requests', scope)}
| summarize requests = sum(itemCount), failed = sumif(itemCount, success == false), p95 = percentilew(duration, itemCount, 95)
    by role = cloud_RoleName
| top ${MAX_CALLS} by requests`
}

/** A box or a line of the map. A line has the nodes where it begins and ends. */
export interface MapPart {
  readonly node?: MapNode | undefined
  readonly from?: MapNode | undefined
  readonly to?: MapNode | undefined
}

/** Returns the query of the result codes of the calls that {@link callsQuery} counts for a part. */
export function codesQuery({ node, from, to }: MapPart, scope: Scope): string {
  const called = node ?? to
  const steps =
    node?.kind === 'role'
      ? [spansQuery('requests', scope), `where ${isOneOf('cloud_RoleName', [node.name])}`]
      : [
          spansQuery('dependencies', scope),
          ...(from ? [`where ${isOneOf('cloud_RoleName', [from.name])}`] : []),
          called?.kind === 'role'
            ? `join kind=inner (${servedCalls(scope)} | where ${isOneOf('callee', [called.name])}) on operation_Id, id`
            : `join kind=leftanti (${servedCalls(scope)} | where callee != "") on operation_Id, id`,
          ...(called?.kind === 'outside' ? [`where ${targetIs(called)}`] : []),
        ]
  return `${steps.join('\n| ')}
| summarize calls = sum(itemCount), failed = sumif(itemCount, success == false) by code = resultCode
| top 8 by calls`
}

// --- helpers ---

const MAX_CALLS = 500

function spansQuery(table: string, scope: Scope): string {
  return [table, ...scopeConditions(scope)].join('\n| ')
}

/** A request whose parent is the call was caused by it. That tells which role has served the call. */
function servedCalls({ selected }: Scope): string {
  return `requests
  | where ${isAround(selected)} and operation_ParentId != ""
  | summarize callee = take_any(cloud_RoleName) by operation_Id, id = operation_ParentId`
}

/** A target without a name is named after its type. */
function targetIs({ name, type }: MapNode): string {
  const isNamed = isOneOf('target', [name])
  return name === type ? `(${isNamed} or (target == "" and type == ${literal(name)}))` : isNamed
}

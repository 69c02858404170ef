/** Returns the query of the calls between roles and to the outside. `condition` restricts dependencies. */
export function callsQuery(condition: string): string {
  // A request whose parent is the call was caused by it. That tells which role has served the call.
  return `dependencies
| where ${condition}
| join kind=leftouter (
    requests
    | where operation_ParentId != ""
    | summarize callee = take_any(cloud_RoleName) by operation_Id, id = operation_ParentId
  ) on operation_Id, id
| summarize calls = sum(itemCount), failed = sumif(itemCount, success == false),
    p50 = percentile(duration, 50), p95 = percentile(duration, 95), p99 = percentile(duration, 99)
    by caller = cloud_RoleName, callee, target = iff(callee == "", target, ""), type = iff(callee == "", type, "")
| top ${MAX_CALLS} by calls`
}

/** Returns the query of the requests of each role. */
export function rolesQuery(condition: string): string {
  return `requests
| where ${condition}
| summarize requests = sum(itemCount), failed = sumif(itemCount, success == false), p95 = percentile(duration, 95)
    by role = cloud_RoleName
| top ${MAX_CALLS} by requests`
}

const MAX_CALLS = 500

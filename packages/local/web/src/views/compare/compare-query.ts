/** The operations of a side. */
export function operationsQuery(condition: string): string {
  return `requests
| where ${condition}
| summarize total = sum(itemCount), failed = sumif(itemCount, success == false), p50 = percentile(duration, 50), p95 = percentile(duration, 95) by role = cloud_RoleName, name
| top ${MAX_ROWS} by total`
}

/** The problems of exceptions of a side. */
export function problemsQuery(condition: string): string {
  return `exceptions
| where ${condition}
| summarize total = sum(itemCount) by role = cloud_RoleName, name = problemId
| top ${MAX_ROWS} by total`
}

/** The logs of a side. Words with a digit are left out, so that messages with other numbers or ids are the same. */
export function logsQuery(condition: string): string {
  return `traces
| where ${condition}
| extend name = replace_regex(substring(message, 0, 200), @"\\w*\\d\\w*", "#")
| summarize total = sum(itemCount) by role = cloud_RoleName, name
| top ${MAX_ROWS} by total`
}

/** The versions and instances that can be compared. */
export function sidesQuery(condition: string): string {
  return `union requests, dependencies, traces, exceptions
| where ${condition}
| summarize items = count() by role = cloud_RoleName, version = application_Version, instance = cloud_RoleInstance
| top 50 by items`
}

const MAX_ROWS = 500

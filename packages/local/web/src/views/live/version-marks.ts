import type { StripMark } from '../../components/strip'
import { toObjects } from '../../query/client'
import { isOneOf, moment } from '../../query/kql'
import { useQuery } from '../../query/use-query'
import { filterFor, scope } from '../../state/scope'

interface Version {
  readonly cloud_RoleName: string
  readonly application_Version: string
  readonly firstSeen: string
}

/** The first sight of each new version of a role in the range. The version that a role started with is no news. */
export function useVersionMarks(): readonly StripMark[] {
  const { fromMs } = scope.value.range
  const { table } = useQuery(versionsQuery(filterFor('role')?.values ?? []), fromMs, DELAY_MS)
  if (table === undefined) return []
  const versions = toObjects<Version>(table)
  return versions
    .filter(({ cloud_RoleName }, index) => versions.findIndex((each) => each.cloud_RoleName === cloud_RoleName) < index)
    .map(({ cloud_RoleName, application_Version, firstSeen }) => ({
      atMs: Date.parse(firstSeen),
      label: `${cloud_RoleName} ${application_Version} first seen`,
    }))
    .filter(({ atMs }) => atMs > fromMs)
    .slice(-MAX_MARKS)
}

// --- helpers ---

const DELAY_MS = 200
const MAX_MARKS = 3

/** Looks at all times, so that a version of yesterday is not new today. */
function versionsQuery(roles: readonly string[]): string {
  return `union requests, dependencies, traces
| where isnotempty(application_Version) and timestamp < ${moment(scope.value.range.toMs)}${
    roles.length === 0 ? '' : ` and ${isOneOf('cloud_RoleName', roles)}`
  }
| summarize firstSeen = min(timestamp) by cloud_RoleName, application_Version
| order by firstSeen asc
| take 100`
}

import { isAround } from '../../query/around'
import type { Scope } from '../../state/scope'
import { type Concern, concernCondition, type Subject, subjectQuery } from './subject'

/** At most this many operations of each kind are compared: enough for shares that differ by ten points, and fast. */
const MAX_OPERATIONS = 400

/** Keys that loggers write to every record. They say nothing about the operation. */
const KEYS_OF_LOGGERS = ['level', 'logger', 'message', 'logMessage', '_MS.ProcessedByMetricExtractors']

/**
 * Returns the query of properties and their values: in how many of the concerned operations each occurs, and in how many of the
 * others. Properties of exceptions and of severe logs are left out, because they are consequences.
 */
export function commonPropertiesQuery(subject: Subject, concern: Concern, scope: Scope): string {
  return `let operations = ${operationsOf(subject, concern, scope)};
let compared = union (operations | where isConcerned | take ${MAX_OPERATIONS}), (operations | where not(isConcerned) | take ${MAX_OPERATIONS});
union requests, dependencies, (traces | where isnull(severityLevel) or severityLevel < 3), customEvents
| where ${isAround(scope.selected)}
| join kind=inner compared on operation_Id
| extend version = iff(application_Version == "", "", strcat(application_Version, " (", cloud_RoleName, ")"))
| extend properties = bag_merge(customDimensions, bag_pack("application_Version", version, "client_Browser", client_Browser, "client_CountryOrRegion", client_CountryOrRegion))
| mv-expand kind=array property = properties
| extend key = tostring(property[0]), value = tostring(property[1])
| where value != "" and strlen(value) <= 200 and key !in (${KEYS_OF_LOGGERS.map((key) => `"${key}"`).join(', ')})
| summarize concerned = dcountif(operation_Id, isConcerned), others = dcountif(operation_Id, not(isConcerned)) by key, value
| where concerned + others > 1
| top 2000 by concerned + others`
}

/** Returns the query of how many operations {@link commonPropertiesQuery} compares. */
export function comparedQuery(subject: Subject, concern: Concern, scope: Scope): string {
  return `${operationsOf(subject, concern, scope)}
| summarize concerned = countif(isConcerned), others = countif(not(isConcerned))
| extend concerned = min_of(concerned, ${MAX_OPERATIONS}), others = min_of(others, ${MAX_OPERATIONS})`
}

/** The operations of the subject. One with several spans is concerned if one of them is. */
function operationsOf(subject: Subject, concern: Concern, scope: Scope): string {
  return `${subjectQuery(subject, scope)}
| where operation_Id != ""
| summarize isConcerned = countif(${concernCondition(concern)}) > 0 by operation_Id`
}

export interface PropertyRow {
  readonly key: string
  readonly value: string
  /** In how many of the concerned operations the property has this value. */
  readonly concerned: number
  readonly others: number
}

/** A property whose value is more frequent in the concerned operations than in the others. */
export interface CommonProperty {
  readonly key: string
  readonly value: string
  readonly concernedShare: number
  readonly othersShare: number
}

/** A difference in shares that is no coincidence. */
const MIN_DIFFERENCE = 0.1
const MAX_SHOWN = 6

/**
 * Returns the properties that differ most, one value of each. A property that the other operations never have with any value is
 * left out: it is written because of the failure.
 */
export function commonProperties(
  rows: readonly PropertyRow[],
  concernedTotal: number,
  othersTotal: number,
): readonly CommonProperty[] {
  const keysOfOthers = new Set(rows.filter(({ others }) => others > 0).map(({ key }) => key))
  const isComparable = ({ key }: PropertyRow) => othersTotal === 0 || keysOfOthers.has(key)
  const differences = rows
    .filter(isComparable)
    .map(({ key, value, concerned, others }) => ({
      key,
      value,
      concernedShare: Math.min(1, concerned / Math.max(1, concernedTotal)),
      othersShare: Math.min(1, others / Math.max(1, othersTotal)),
    }))
    .filter(({ concernedShare, othersShare }) => concernedShare - othersShare >= MIN_DIFFERENCE)
    .sort((a, b) => b.concernedShare - b.othersShare - (a.concernedShare - a.othersShare))
  const best = new Map<string, CommonProperty>()
  for (const each of differences) if (!best.has(each.key)) best.set(each.key, each)
  return [...best.values()].slice(0, MAX_SHOWN)
}

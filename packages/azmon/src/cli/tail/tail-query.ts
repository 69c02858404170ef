/** The tables that `azmon tail` shows without `--kind`: all but metrics, which arrive all the time. */
export const DEFAULT_KINDS = [
  ...['requests', 'dependencies', 'traces', 'exceptions', 'customEvents'],
  ...['pageViews', 'browserTimings', 'availabilityResults'],
] as const

export const KINDS = [...DEFAULT_KINDS, 'customMetrics', 'performanceCounters'] as const

export const LEVELS = ['verbose', 'information', 'warning', 'error', 'critical'] as const

export interface TailFilter {
  readonly kinds: readonly string[]
  readonly roles: readonly string[]
  readonly level: (typeof LEVELS)[number] | undefined
  readonly text: string | undefined
  readonly operation: string | undefined
  /** A condition in KQL. */
  readonly where: string | undefined
}

/** Each line of the query of a filter. The lines from `WHERE_LINE` on are those of `where`. */
export function filterLines({ kinds, roles, level, text, operation, where }: TailFilter): readonly string[] {
  return [
    `union ${kinds.join(', ')}`,
    ...(where === undefined ? [] : ['| where (', ...where.split('\n'), ')']),
    ...(roles.length === 0 ? [] : [`| where cloud_RoleName in (${roles.map(literal).join(', ')})`]),
    ...(operation === undefined ? [] : [`| where operation_Id == ${literal(operation)}`]),
    ...(text === undefined ? [] : [`| where ${SEARCHED} contains ${literal(text)}`]),
    `| extend level_ = ${LEVEL}`,
    ...(level === undefined ? [] : [`| where level_ >= ${LEVELS.indexOf(level)}`]),
  ]
}

/** Counts from 1. */
export const WHERE_LINE = 3

/** The columns of a row, in the order of `TailRow`. Not each of the tables has each of them. */
export const PROJECTION = `| project timestamp, itemId, itemType, cloud_RoleName, level_, ${[
  ...['name', 'message', 'type', 'outerMessage', 'target', 'success', 'resultCode'].map(stringColumn),
  numberColumn('duration'),
  numberColumn('value'),
]
  .map((column, i) => `column${i}_ = ${column}`)
  .join(', ')}`

/** Writes a string as a literal of KQL. */
export function literal(text: string): string {
  const escaped = text.replace(/["\\\p{Cc}]/gu, (character) =>
    /["\\]/.test(character) ? `\\${character}` : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `"${escaped}"`
}

// --- helpers ---

function stringColumn(name: string): string {
  return `tostring(column_ifexists("${name}", ""))`
}

function numberColumn(name: string): string {
  return `column_ifexists("${name}", real(null))`
}

/** The level of a log or exception; failed requests and calls count as errors, and everything else as information. */
const LEVEL =
  'case(isnotnull(column_ifexists("severityLevel", int(null))), column_ifexists("severityLevel", int(null)), ' +
  `itemType == "exception" or ${stringColumn('success')} =~ "false", 3, 1)`

const SEARCHED = `strcat_delim("\\n", ${['name', 'message', 'type', 'outerMessage', 'url', 'target', 'data', 'resultCode', 'customDimensions'].map(stringColumn).join(', ')})`

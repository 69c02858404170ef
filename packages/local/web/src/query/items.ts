import { kinds } from '../state/kinds'
import { levels } from '../state/levels'
import type { Filter, Scope } from '../state/scope'
import type { TimeRange } from '../state/time'
import { isOneOf, literal, moment, not, property } from './kql'

/** What of the scope a query leaves out. Counts of a facet leave out the filter of that facet. */
export interface ItemsOptions {
  /** @default the selected range */
  readonly range?: TimeRange
  readonly except?: readonly string[]
}

/**
 * Returns a query for all items of a scope: the columns of their tables, and `level` from 0 to 4. An exception without a level,
 * and a request or dependency that failed, have the level error; other items without a level have the level information.
 */
export function itemsQuery(scope: Scope, { range = scope.selected, except = [] }: ItemsOptions = {}): string {
  const filters = scope.filters.filter(({ field }) => !except.includes(field))
  return [
    // All tables, because the columns below are those of all.
    `union ${kinds.map(({ table }) => table).join(', ')}`,
    ...filters.filter(({ field }) => field === 'kind').map((filter) => `where ${condition(filter)}`),
    ...scopeConditions(scope, { range, except }),
    `extend level = case(isnotnull(severityLevel), severityLevel, itemType == "exception" or success == "False", 3, 1)`,
    ...filters.filter(({ field }) => field === 'level').map((filter) => `where ${condition(filter)}`),
  ].join('\n| ')
}

/** Returns the steps of a query that restrict one table to a scope, apart from its kinds and levels, which need all tables. */
export function scopeConditions(scope: Scope, { range = scope.selected, except = [] }: ItemsOptions = {}): string[] {
  return [
    `where timestamp between (${moment(range.fromMs)} .. ${moment(range.toMs)})`,
    ...filterConditions(scope, except),
  ]
}

/** Returns the steps of {@link scopeConditions} without the time. */
export function filterConditions(scope: Scope, except: readonly string[] = []): string[] {
  const filters = scope.filters.filter(({ field }) => field !== 'kind' && field !== 'level' && !except.includes(field))
  return [
    ...(scope.text === '' ? [] : [`where * contains ${literal(scope.text)}`]),
    ...(scope.hidesHealthChecks ? [`where ${not(HEALTH_CHECK)}`] : []),
    ...filters.map((filter) => `where ${condition(filter)}`),
  ]
}

/** Requests that monitors send, and what belongs to them. */
export const HEALTH_CHECK =
  'operation_Name matches regex @"(?i)^(GET|HEAD) /([\\w-]+/)*(health|healthz|healthcheck|livez?|liveness|readyz?|readiness|ping|status)/?$"'

// --- helpers ---

const LEVEL_NAMES: readonly string[] = levels

function condition({ field, values, isExcluded }: Filter): string {
  const isIn =
    field === 'level'
      ? levelCondition(values)
      : field === 'kind'
        ? isOneOf('itemType', values.map(itemTypeOf))
        : isOneOf(expressionOf(field), values)
  return isExcluded ? not(isIn) : isIn
}

function itemTypeOf(kind: string): string {
  return kinds.find(({ name }) => name === kind)?.itemType ?? kind
}

function levelCondition(names: readonly string[]): string {
  const numbers = names.map((name) => LEVEL_NAMES.indexOf(name))
  return `level in (${numbers.join(', ')})`
}

function expressionOf(field: Filter['field']): string {
  if (field === 'role') return 'cloud_RoleName'
  if (field === 'result') return 'column_ifexists("resultCode", "")'
  if (field === 'op') return 'operation_Name'
  if (field === 'problem') return 'column_ifexists("problemId", "")'
  return property(field.replace(/^p\./, ''))
}

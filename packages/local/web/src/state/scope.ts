import { computed } from '@preact/signals'
import { address, type ParamChanges, setParams } from './address'
import { nowMs } from './now'
import { DEFAULT_FROM, formatBrush, type Moment, NOW, parseBrush, parseRange, STRIP_BINS, type TimeRange } from './time'

/** A field by which rows are filtered: a column with a short name, or `p.` and the name of a custom dimension. */
export type FilterField = 'role' | 'kind' | 'level' | 'result' | 'op' | 'problem' | `p.${string}`

export interface Filter {
  readonly field: FilterField
  readonly values: readonly string[]
  /** Whether rows with these values are left out, instead of the only ones that are shown. */
  readonly isExcluded: boolean
}

/** What the scope bar and the strip restrict. All views read it from the address. */
export interface Scope {
  readonly from: Moment
  readonly to: Moment
  /** The range of the strip. */
  readonly range: TimeRange
  /** The selected part of the range. */
  readonly brush: TimeRange | undefined
  /** The brush, or else the whole range. */
  readonly selected: TimeRange
  readonly filters: readonly Filter[]
  /** Text that rows contain anywhere. */
  readonly text: string
  readonly hidesHealthChecks: boolean
}

export const scope = computed<Scope>(() => {
  const { params } = address.value
  const from = params.get('from') ?? DEFAULT_FROM
  const to = params.get('to') ?? NOW
  const range = parseRange(from, to, snapped(parseRange(from, to, nowMs.value), to))
  const brush = parseBrush(params.get('brush') ?? undefined)
  return {
    from,
    to,
    range,
    brush,
    selected: brush ?? range,
    filters: readFilters(params),
    text: params.get('q') ?? '',
    hidesHealthChecks: params.get('health') === '0',
  }
})

/** Returns the parameters of the scope, which a link to another view keeps. */
export function scopeParams(): URLSearchParams {
  const kept = [...address.value.params].filter(([name]) => SCOPE_PARAMS.has(name) || fieldOf(name) !== undefined)
  return new URLSearchParams(kept)
}

export function filterFor(field: FilterField, isExcluded = false): Filter | undefined {
  return scope.value.filters.find((filter) => filter.field === field && filter.isExcluded === isExcluded)
}

/** Shows only rows with these values. No values remove the filter. */
export function setOnly(field: FilterField, values: readonly string[]): void {
  setParams({ ...CLOSED, [field]: values.length > 0 ? values : undefined, [`${field}!`]: undefined })
}

/** Leaves rows with these values out. No values remove the filter. */
export function setExcluded(field: FilterField, values: readonly string[]): void {
  setParams({ ...CLOSED, [field]: undefined, [`${field}!`]: values.length > 0 ? values : undefined })
}

export function exclude(field: FilterField, value: string): void {
  const others = filterFor(field, true)?.values ?? []
  setExcluded(field, [...others.filter((each) => each !== value), value])
}

export function removeFilter({ field, isExcluded }: Filter): void {
  setParams({ ...CLOSED, [isExcluded ? `${field}!` : field]: undefined })
}

export function setText(text: string): void {
  setParams({ ...CLOSED, q: text === '' ? undefined : text })
}

export function setBrush(brush: TimeRange | undefined): void {
  setParams({ ...CLOSED, brush: brush && formatBrush(brush) })
}

export function setRange(from: Moment, to: Moment): void {
  setParams({ ...CLOSED, from, to: to === NOW ? undefined : to, brush: undefined })
}

export function setHidesHealthChecks(hides: boolean): void {
  setParams({ health: hides ? '0' : undefined })
}

// --- helpers ---

/** Moves `now` to the next end of a bin of the strip, so that bars grow instead of changing their borders all the time. */
function snapped({ fromMs, toMs }: TimeRange, to: Moment): number {
  if (to !== NOW) return nowMs.value
  const binMs = (toMs - fromMs) / STRIP_BINS
  return Math.ceil(toMs / binMs) * binMs
}

const SCOPE_PARAMS = new Set(['from', 'to', 'brush', 'q', 'health'])

/** Another scope may not contain the record that is open. */
const CLOSED: ParamChanges = { open: undefined }

function readFilters(params: URLSearchParams): readonly Filter[] {
  const names = new Set(params.keys())
  return [...names].flatMap((name) => {
    const field = fieldOf(name)
    return field === undefined ? [] : [{ field, values: params.getAll(name), isExcluded: name.endsWith('!') }]
  })
}

function fieldOf(name: string): FilterField | undefined {
  const field = name.replace(/!$/, '')
  return /^(role|kind|level|result|op|problem|p\..+)$/s.test(field) ? (field as FilterField) : undefined
}

import { isOneOf, moment } from '../../query/kql'
import type { TimeRange } from '../../state/time'

/**
 * What is compared: a time before the selected one, a version of an application, or an instance of a role. In an address
 * `before`, `day`, `week`, `version~payments~2.8.0`, `instance~payments-1`; `selected` is the selected time.
 */
export type Side =
  | { readonly kind: 'selected' | 'before' | 'day' | 'week' }
  | { readonly kind: 'version'; readonly role: string; readonly version: string }
  | { readonly kind: 'instance'; readonly instance: string }

/** Returns the side in an address. Anything else is the fallback. */
export function parseSide(text: string | undefined, fallback: Side): Side {
  const [kind = '', ...parts] = text?.split('~') ?? []
  try {
    const [first = '', second = ''] = parts.map(decodeURIComponent)
    if (kind === 'version') return { kind, role: first, version: second }
    if (kind === 'instance') return { kind, instance: first }
  } catch {
    return fallback
  }
  return isTime(kind) ? { kind } : fallback
}

export function formatSide(side: Side): string {
  switch (side.kind) {
    case 'version':
      return ['version', encode(side.role), encode(side.version)].join('~')
    case 'instance':
      return ['instance', encode(side.instance)].join('~')
    default:
      return side.kind
  }
}

export function sideLabel(side: Side): string {
  switch (side.kind) {
    case 'version':
      return `${side.role} ${side.version}`
    case 'instance':
      return side.instance
    default:
      return TIMES[side.kind].label
  }
}

/** Returns a label for a narrow column. */
export function shortLabel(side: Side): string {
  switch (side.kind) {
    case 'version':
      return side.version
    case 'instance':
      return side.instance
    default:
      return TIMES[side.kind].short
  }
}

/** Returns the time of a side. Versions and instances are compared in the selected time. */
export function rangeOf(side: Side, { fromMs, toMs }: TimeRange): TimeRange {
  if (side.kind === 'version' || side.kind === 'instance') return { fromMs, toMs }
  const earlierMs = TIMES[side.kind].earlierMs ?? toMs - fromMs
  return { fromMs: fromMs - earlierMs, toMs: toMs - earlierMs }
}

/** Returns the condition for the rows of a side. */
export function sideCondition(side: Side, selected: TimeRange): string {
  const { fromMs, toMs } = rangeOf(side, selected)
  const isInTime = `timestamp >= ${moment(fromMs)} and timestamp < ${moment(toMs)}`
  switch (side.kind) {
    case 'version':
      return `${isInTime} and ${isOneOf('cloud_RoleName', [side.role])} and ${isOneOf('application_Version', [side.version])}`
    case 'instance':
      return `${isInTime} and ${isOneOf('cloud_RoleInstance', [side.instance])}`
    default:
      return isInTime
  }
}

// --- helpers ---

type Time = 'selected' | 'before' | 'day' | 'week'

const DAY_MS = 24 * 3_600_000

const TIMES: Readonly<Record<Time, { readonly label: string; readonly short: string; readonly earlierMs?: number }>> = {
  selected: { label: 'the selected time', short: 'selected', earlierMs: 0 },
  before: { label: 'the same length before', short: 'before' },
  day: { label: 'one day earlier', short: 'day earlier', earlierMs: DAY_MS },
  week: { label: 'one week earlier', short: 'week earlier', earlierMs: 7 * DAY_MS },
}

export const TIME_SIDES = Object.keys(TIMES) as readonly Time[]

function isTime(text: string): text is Time {
  return Object.hasOwn(TIMES, text)
}

function encode(part: string): string {
  return encodeURIComponent(part).replaceAll('~', '%7E')
}

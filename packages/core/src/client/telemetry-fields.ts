import { SEVERITY_OF_LEVEL } from '../adapter/level-severities'
import { hasWarnedOf, warnOnce } from '../diagnostics/warnings'
import { isError } from '../envelope/is-error'
import { SeverityLevel } from '../envelope/severity'
import { nearestName } from '../options/nearest-name'
import { kindOf } from '../options/rules'

/**
 * Returns the telemetry with the field names of applicationinsights (2 and 3, and its browser SDK) read as ours, so that
 * a call without types can stay as it is. Missing and unknown fields are reported by one warning per method.
 */
export function withKnownFields<T extends object>(method: TrackMethod, telemetry: T): T {
  const { required, optional, aliases } = FIELDS[method]
  const given = (isPositional(telemetry) ? named(method, telemetry) : telemetry) as T &
    Readonly<Record<string, unknown>>
  const renamed: PropertyDescriptorMap = {}
  const unknown: string[] = []
  for (const name of Object.keys(given)) {
    const ours = aliases[name]
    if (ours !== undefined) renamed[ours] = { value: given[ours] ?? given[name] }
    else if (!required.includes(name) && !optional.includes(name)) unknown.push(name)
  }
  // Inherits the other fields, also those of an instance of a class.
  const known: typeof given = Object.keys(renamed).length === 0 ? given : Object.create(given, renamed)
  const missing = required.filter((name) => known[name] === undefined)
  if (missing.length > 0 || unknown.length > 0) report(method, missing, unknown)
  return known
}

/** Returns the duration as a number; any other value is reported once and sent as 0. */
export function readDurationMs(method: TrackMethod, durationMs: unknown): number {
  if (typeof durationMs === 'number' && Number.isFinite(durationMs)) return durationMs
  if (durationMs !== undefined) {
    const got = typeof durationMs === 'number' ? String(durationMs) : kindOf(durationMs)
    warnOnce(`${method} durationMs`, `${method}: durationMs must be a number of milliseconds, got ${got}. 0 is sent.`)
  }
  return 0
}

/** Returns the level of a number, or of a name in Application Insights or in a logger; reports any other value once. */
export function readSeverity(method: TrackMethod, severity: unknown, otherwise: SeverityLevel): SeverityLevel {
  if (severity === undefined || severity === null) return otherwise
  const isNamed = typeof severity === 'string' || typeof severity === 'number'
  const level = isNamed ? SEVERITY_OF_NAME.get(String(severity).toLowerCase()) : undefined
  if (level !== undefined) return level
  warnOnce(
    `${method} severityLevel`,
    `${method}: severityLevel must be a number from 0 to 4, got ${kindOf(severity)}. ${otherwise} is sent.`,
  )
  return otherwise
}

// --- helpers, in order of use ---

export type TrackMethod = keyof typeof FIELDS

interface Fields {
  /** Reported when they are missing. */
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** The name of another SDK -> ours. */
  readonly aliases: Readonly<Record<string, string>>
}

const ANY = ['properties', 'measurements', 'time', 'tags'] as const

/** `baseType` and the like are ours to set; `kind` follows from the other fields of a metric. */
const FIELDS = {
  trackTrace: fields(['message'], ['severityLevel'], { severity: 'severityLevel' }),
  trackException: fields(['exception'], ['severityLevel'], { severity: 'severityLevel', error: 'exception' }),
  trackEvent: fields(['name'], []),
  trackMetric: fields(['name', 'value'], ['namespace', 'count', 'min', 'max', 'stdDev', 'kind']),
  trackRequest: fields(['name', 'durationMs', 'responseCode'], ['id', 'success', 'url', 'source'], {
    duration: 'durationMs',
    resultCode: 'responseCode',
  }),
  trackDependency: fields(['name', 'durationMs'], ['id', 'success', 'resultCode', 'type', 'target', 'data'], {
    duration: 'durationMs',
    responseCode: 'resultCode',
    dependencyTypeName: 'type',
    startTime: 'time',
  }),
  trackAvailability: fields(['name', 'durationMs', 'success'], ['id', 'runLocation', 'message'], {
    duration: 'durationMs',
  }),
}

function fields(
  required: readonly string[],
  optional: readonly string[],
  aliases: Readonly<Record<string, string>> = {},
): Fields {
  const all = { ...aliases, tagOverrides: 'tags' }
  // An object without a prototype: fields may be called toString.
  return { required, optional: [...optional, ...ANY], aliases: Object.assign(Object.create(null), all) }
}

/** `trackEvent('OrderPlaced')` and `trackException(error)`, as in old SDKs. */
function isPositional(telemetry: unknown): boolean {
  return typeof telemetry === 'string' || isError(telemetry)
}

function named(method: TrackMethod, argument: unknown): object {
  const { required } = FIELDS[method]
  const [first = ''] = required
  warnOnce(
    `${method} argument`,
    `${method} takes one object: ${method}({ ${required.join(', ')} }). Its argument is sent as ${first}.`,
  )
  return { [first]: argument }
}

/** Fields of other SDKs that have no counterpart with the same meaning. */
const ADVICE: Readonly<Record<string, string>> = {
  contextObjects: 'Processors get the envelope alone: put what they need into properties.',
  metrics: 'Call trackMetric once for each metric, with name and value.',
  average: 'Use value: the sum, if there is a count.',
  sampleCount: 'Use count; value is the sum then.',
}

/** One warning per method, because there may be any number of unknown names. Finding the nearest ones takes a millisecond. */
function report(method: TrackMethod, missing: readonly string[], unknown: readonly string[]): void {
  const subject = `${method} fields`
  if (hasWarnedOf(subject)) return
  const { required, optional } = FIELDS[method]
  const known = [...required, ...optional]
  const lacks = missing.map((name) => `${name} is missing.`)
  const strangers = unknown.slice(0, MAX_NAMED).map((name) => {
    // Anything that does not look like a name may be a secret in the wrong place.
    if (!/^[a-z_$][\w$]{0,39}$/i.test(name))
      return 'One of the names is not a field and is not sent. Put it into properties.'
    const nearest = nearestName(name, known)
    const cure = nearest === undefined ? 'Put it into properties.' : `Did you mean ${nearest}?`
    return `${name} is not a field and is not sent. ${Object.hasOwn(ADVICE, name) ? ADVICE[name] : cure}`
  })
  warnOnce(subject, `${method}: ${[...lacks, ...strangers].join(' ')}`)
}

const MAX_NAMED = 5

const SEVERITY_OF_NAME: ReadonlyMap<string, SeverityLevel> = new Map([
  ...Object.entries(SEVERITY_OF_LEVEL),
  ...Object.entries(SeverityLevel).flatMap(([name, level]): [string, SeverityLevel][] => [
    [name.toLowerCase(), level],
    [String(level), level],
  ]),
])

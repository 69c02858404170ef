import { SEVERITY_OF_LEVEL } from '../adapter/level-severities'
import { hasWarnedOf, warnOnce } from '../diagnostics/warnings'
import { isError } from '../envelope/is-error'
import { SeverityLevel } from '../envelope/severity'
import { nearestName, plainName } from '../options/nearest-name'
import { kindOf } from '../options/rules'

/**
 * Renames the fields of applicationinsights (versions 2 and 3, and the browser SDK) to those of azmon, so that existing
 * JavaScript calls work unchanged. Warns about missing and unknown fields once for each method.
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
  // Inherit the other fields, so that getters of a class work, too.
  const known: typeof given = Object.keys(renamed).length === 0 ? given : Object.create(given, renamed)
  const missing = required.filter((name) => known[name] === undefined)
  if (missing.length > 0 || unknown.length > 0) report(method, missing, unknown)
  return known
}

/** Returns a finite duration unchanged. Returns 0 for any other value and warns about it once for each method. */
export function readDurationMs(method: TrackMethod, durationMs: unknown): number {
  if (typeof durationMs === 'number' && Number.isFinite(durationMs)) return durationMs
  if (durationMs !== undefined) {
    const got = typeof durationMs === 'number' ? String(durationMs) : kindOf(durationMs)
    warnOnce(
      `${method} durationMs`,
      `${method}: durationMs must be a number of milliseconds, got ${got}. Sending 0 instead.`,
    )
  }
  return 0
}

/**
 * Reads a severity level from a number or from a level name of Application Insights or a logger. Returns `fallback` for any
 * other value and warns about it once for each method.
 */
export function readSeverity(method: TrackMethod, severity: unknown, fallback: SeverityLevel): SeverityLevel {
  if (severity === undefined || severity === null) return fallback
  const isNamed = typeof severity === 'string' || typeof severity === 'number'
  const level = isNamed ? SEVERITY_OF_NAME.get(String(severity).toLowerCase()) : undefined
  if (level !== undefined) return level
  warnOnce(
    `${method} severityLevel`,
    `${method}: severityLevel must be a number from 0 to 4, got ${kindOf(severity)}. Sending ${fallback} instead.`,
  )
  return fallback
}

// --- helpers, in order of use ---

export type TrackMethod = keyof typeof FIELDS

interface Fields {
  /** Fields whose absence is reported. */
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** Maps names in other SDKs to azmon's names. */
  readonly aliases: Readonly<Record<string, string>>
}

const ANY = ['properties', 'measurements', 'time', 'tags'] as const

/** The fields of each method. The `kind` of a metric is accepted but ignored, because it follows from the other fields. */
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
  trackPageView: fields(['name'], ['id', 'url', 'durationMs', 'referrer'], {
    duration: 'durationMs',
    uri: 'url',
    refUri: 'referrer',
    referredUri: 'referrer',
    referrerUri: 'referrer',
  }),
}

function fields(
  required: readonly string[],
  optional: readonly string[],
  aliases: Readonly<Record<string, string>> = {},
): Fields {
  const all = { ...aliases, tagOverrides: 'tags' }
  // Use an object without a prototype, because a field may be called toString.
  return { required, optional: [...optional, ...ANY], aliases: Object.assign(Object.create(null), all) }
}

/** Returns whether the argument is not an object of fields, as in `trackEvent('OrderPlaced')` or `trackException(error)`. */
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

/** Other words for a field, without case and separators. Similar spellings need no entry. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  properties: 'customdimensions dimensions attributes custom props meta metadata extra context',
  measurements: 'custommetrics values',
  time: 'timestamp date startedat',
  durationMs: 'elapsed elapsedms took ms milliseconds latency responsetime',
  responseCode: 'status statuscode httpstatus code',
  resultCode: 'status statuscode httpstatus code',
  success: 'ok issuccess succeeded successful',
  exception: 'err cause',
  severityLevel: 'level loglevel',
  message: 'msg text',
  name: 'event metric operation title',
  value: 'sum total',
  namespace: 'ns',
  target: 'host hostname server address',
  data: 'command query statement sql body',
  type: 'kind dependencykind',
  url: 'uri href path',
  runLocation: 'location region',
}

function otherWordFor(name: string, known: readonly string[]): string | undefined {
  return known.find((field) => OTHER_WORDS[field]?.split(' ').includes(plainName(name)))
}

/** Advice for fields of other SDKs that have no counterpart. */
const ADVICE: Readonly<Record<string, string>> = {
  contextObjects: 'Processors receive only the envelope. Put what they need into properties.',
  metrics: 'Call trackMetric once for each metric, with name and value.',
  average: 'Use value. With count, it is the sum.',
  sampleCount: 'Use count. value is then the sum.',
}

/** Warns once for each method, because the number of unknown names is unbounded. */
function report(method: TrackMethod, missing: readonly string[], unknown: readonly string[]): void {
  const subject = `${method} fields`
  if (hasWarnedOf(subject)) return // finding the nearest names takes a millisecond
  const { required, optional } = FIELDS[method]
  const known = [...required, ...optional]
  const missingFields = missing.map((name) => `${name} is missing.`)
  const unknownFields = unknown.slice(0, MAX_NAMED).map((name) => {
    // Do not show a string that does not look like a name: it may be a misplaced secret.
    if (!/^[a-z_$][\w$]{0,39}$/i.test(name))
      return 'One of the names is not a field and is not sent. Put it into properties.'
    const nearest = otherWordFor(name, known) ?? nearestName(name, known)
    const hint = nearest === undefined ? 'Put it into properties.' : `Did you mean ${nearest}?`
    return `${name} is not a field and is not sent. ${Object.hasOwn(ADVICE, name) ? ADVICE[name] : hint}`
  })
  warnOnce(subject, `${method}: ${[...missingFields, ...unknownFields].join(' ')}`)
}

const MAX_NAMED = 5

const SEVERITY_OF_NAME: ReadonlyMap<string, SeverityLevel> = new Map([
  ...Object.entries(SEVERITY_OF_LEVEL),
  ...Object.entries(SeverityLevel).flatMap(([name, level]): [string, SeverityLevel][] => [
    [name.toLowerCase(), level],
    [String(level), level],
  ]),
])

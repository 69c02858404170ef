import { randomBytes } from 'node:crypto'
import { thrownData } from '../adapter/error-fields'
import { isoTime } from '../clock'
import type { Dimensions, Measurements } from '../envelope/contracts'
import { formatDuration } from '../envelope/duration'
import type { Envelope } from '../envelope/envelope'
import type { PropertySerializer } from '../envelope/properties'
import { SeverityLevel } from '../envelope/severity'
import type { Tags } from '../envelope/tags'
import { readDurationMs, readSeverity, withKnownFields } from './telemetry-fields'

/** The optional fields of every item. */
export interface TelemetryItem {
  /** Properties with any values. Strings are unchanged, dates become ISO-8601 strings, and objects and arrays become JSON. */
  readonly properties?: Readonly<Record<string, unknown>> | undefined
  /** Measurements, which must be finite numbers. Other values are dropped and counted. */
  readonly measurements?: Readonly<Measurements> | undefined
  /** The time of the event. @default now */
  readonly time?: Date | undefined
  readonly tags?: Tags | undefined
}

/** A row of `traces`, the table of log records. */
export interface TraceTelemetry extends TelemetryItem {
  readonly message: string
  /** @default SeverityLevel.Information */
  readonly severityLevel?: SeverityLevel | undefined
}

/** A row of `exceptions`. */
export interface ExceptionTelemetry extends TelemetryItem {
  /** The error, recorded with its causes, or any other thrown value. */
  readonly exception: unknown
  /** @default SeverityLevel.Error */
  readonly severityLevel?: SeverityLevel | undefined
}

/** A row of `customEvents`. */
export interface EventTelemetry extends TelemetryItem {
  readonly name: string
}

/** A row of `customMetrics`. With `count`, `min`, `max` or `stdDev`, it is an aggregate and `value` is its sum. */
export interface MetricTelemetry extends Omit<TelemetryItem, 'measurements'> {
  readonly name: string
  readonly value: number
  readonly namespace?: string | undefined
  readonly count?: number | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly stdDev?: number | undefined
}

/** A row of `requests`. */
export interface RequestTelemetry extends TelemetryItem {
  /** @default a new one */
  readonly id?: string | undefined
  /** Such as `GET /orders/:id`. */
  readonly name: string
  readonly durationMs: number
  readonly responseCode: string | number
  /** @default whether responseCode is below 400 */
  readonly success?: boolean | undefined
  readonly url?: string | undefined
  readonly source?: string | undefined
}

/** A row of `dependencies`. */
export interface DependencyTelemetry extends TelemetryItem {
  /** @default a new one */
  readonly id?: string | undefined
  readonly name: string
  readonly durationMs: number
  readonly success: boolean
  readonly resultCode?: string | number | undefined
  /** Such as `HTTP` or `SQL`. */
  readonly type?: string | undefined
  /** The host or database. */
  readonly target?: string | undefined
  /** The URL or statement. */
  readonly data?: string | undefined
}

/** A row of `availabilityResults`. */
export interface AvailabilityTelemetry extends TelemetryItem {
  /** @default a new one */
  readonly id?: string | undefined
  readonly name: string
  readonly durationMs: number
  readonly success: boolean
  /** The location of the probe. */
  readonly runLocation?: string | undefined
  /** The reason for a failure. */
  readonly message?: string | undefined
}

/** A row of `pageViews`, for a page that this process renders or serves. */
export interface PageViewTelemetry extends TelemetryItem {
  /** @default a new one */
  readonly id?: string | undefined
  /** Such as the title of the page. */
  readonly name: string
  readonly url?: string | undefined
  readonly durationMs?: number | undefined
  /** The URL of the page that led here. */
  readonly referrer?: string | undefined
}

/** Functions that map each kind of telemetry to an envelope. They are pure except for the current time and new ids. */
export const envelopeOf = {
  trace: (telemetry: TraceTelemetry, serializer: PropertySerializer): Envelope => {
    const trace = withKnownFields('trackTrace', telemetry)
    const { message } = trace
    const severityLevel = readSeverity('trackTrace', trace.severityLevel, SeverityLevel.Information)
    const baseData = { message: serializer.text(message), severityLevel, ...dimensions(trace, serializer) }
    return { ...context(trace), data: { baseType: 'MessageData', baseData } }
  },

  exception: (telemetry: ExceptionTelemetry, serializer: PropertySerializer): Envelope => {
    const thrown = withKnownFields('trackException', telemetry)
    const severityLevel = readSeverity('trackException', thrown.severityLevel, SeverityLevel.Error)
    const { properties, ...measured } = dimensions(thrown, serializer)
    const baseData = { ...thrownData(thrown.exception, properties, serializer), severityLevel, ...measured }
    return { ...context(thrown), data: { baseType: 'ExceptionData', baseData } }
  },

  event: (telemetry: EventTelemetry, serializer: PropertySerializer): Envelope => {
    const event = withKnownFields('trackEvent', telemetry)
    const baseData = { name: serializer.text(event.name), ...dimensions(event, serializer) }
    return { ...context(event), data: { baseType: 'EventData', baseData } }
  },

  metric: (telemetry: MetricTelemetry, serializer: PropertySerializer): Envelope => {
    const metric = withKnownFields('trackMetric', telemetry)
    const { name, value, namespace: ns, count, min, max, stdDev } = metric
    const isAggregate = [count, min, max, stdDev].some((part) => part !== undefined)
    const point = { name: serializer.text(name), kind: isAggregate ? (1 as const) : (0 as const), value }
    const { properties } = dimensions(metric, serializer)
    const metrics: [typeof point] = [{ ...point, ...present({ ns, count, min, max, stdDev }) }]
    return { ...context(metric), data: { baseType: 'MetricData', baseData: { metrics, ...present({ properties }) } } }
  },

  request: (telemetry: RequestTelemetry, serializer: PropertySerializer): Envelope => {
    const request = withKnownFields('trackRequest', telemetry)
    const { id = newId(), name, responseCode, url, source } = request
    const { success = Number(responseCode) < 400 } = request
    const duration = formatDuration(readDurationMs('trackRequest', request.durationMs))
    const own = { id, name, duration, success, responseCode: String(responseCode ?? '') }
    const baseData = { ...own, ...present({ url, source }), ...dimensions(request, serializer) }
    return { ...context(request), data: { baseType: 'RequestData', baseData } }
  },

  dependency: (telemetry: DependencyTelemetry, serializer: PropertySerializer): Envelope => {
    const dependency = withKnownFields('trackDependency', telemetry)
    const { id = newId(), name, resultCode, type, target, data } = dependency
    const { success = !(Number(resultCode) >= 400) } = dependency
    const duration = formatDuration(readDurationMs('trackDependency', dependency.durationMs))
    const own = { id, name, duration, success, resultCode: String(resultCode ?? '') }
    const baseData = { ...own, ...present({ type, target, data }), ...dimensions(dependency, serializer) }
    return { ...context(dependency), data: { baseType: 'RemoteDependencyData', baseData } }
  },

  availability: (telemetry: AvailabilityTelemetry, serializer: PropertySerializer): Envelope => {
    const availability = withKnownFields('trackAvailability', telemetry)
    const { id = newId(), name, success, runLocation, message } = availability
    const own = {
      id,
      name,
      duration: formatDuration(readDurationMs('trackAvailability', availability.durationMs)),
      success,
    }
    const baseData = { ...own, ...present({ runLocation, message }), ...dimensions(availability, serializer) }
    return { ...context(availability), data: { baseType: 'AvailabilityData', baseData } }
  },

  pageView: (telemetry: PageViewTelemetry, serializer: PropertySerializer): Envelope => {
    const view = withKnownFields('trackPageView', telemetry)
    const { id = newId(), url, durationMs, referrer } = view
    const duration = durationMs === undefined ? undefined : formatDuration(readDurationMs('trackPageView', durationMs))
    const own = { id, name: serializer.text(view.name), ...present({ url, duration, referrerUri: referrer }) }
    const baseData = { ...own, ...dimensions(view, serializer) }
    return { ...context(view), data: { baseType: 'PageViewData', baseData } }
  },
}

/** Returns 16 random hexadecimal digits, the format of a span id. */
export function newId(): string {
  return randomBytes(8).toString('hex')
}

// --- helpers, in order of use ---

/** Returns the time and tags of an item. JavaScript callers may pass the time as an ISO-8601 string or in milliseconds. */
function context({ time, tags }: TelemetryItem): Omit<Envelope, 'data'> {
  return { time: isoTime(time ? new Date(time).getTime() : undefined), ...(tags === undefined ? {} : { tags }) }
}

function dimensions({ properties, measurements }: TelemetryItem, serializer: PropertySerializer): Dimensions {
  return {
    ...(properties === undefined ? {} : { properties: serializer.properties(properties) }),
    ...(measurements === undefined ? {} : { measurements: { ...measurements } }),
  }
}

/** Removes undefined fields. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}

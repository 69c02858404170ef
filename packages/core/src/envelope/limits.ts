import { truncate } from '../truncate'
import type { BaseType, ExceptionDetails, Measurements, Properties, TelemetryData } from './contracts'
import type { Tags } from './tags'

/** Counts the changes that make an item comply with the limits of the service. */
export interface Cuts {
  /** The number of strings that were truncated. */
  truncated: number
  /** The number of measurements that were dropped because they were not finite numbers. */
  measurementsDropped: number
}

/** The maximum lengths of a key, a property and a message, in characters. */
export const MAX_KEY = 150
export const MAX_PROPERTY = 8_192
export const MAX_MESSAGE = 32_768

/** The maximum length of each field, in characters. */
type FieldLimits = Readonly<Record<string, number>>

/**
 * Longer strings are truncated and counted, because the service rejects an item that contains one.
 * @see https://github.com/microsoft/ApplicationInsights-Home/tree/master/EndpointSpecs/Schemas
 */
const FIELD_LIMITS: Readonly<Record<BaseType, FieldLimits>> = {
  MessageData: { message: MAX_MESSAGE },
  ExceptionData: { problemId: 1_024 },
  EventData: { name: 512 },
  MetricData: {},
  RequestData: { id: 512, name: 1_024, responseCode: 1_024, source: 1_024, url: 2_048 },
  RemoteDependencyData: { id: 512, name: 1_024, resultCode: 1_024, type: 1_024, target: 1_024, data: 8_192 },
  AvailabilityData: { id: 512, name: 1_024, runLocation: 1_024, message: 8_192 },
  PageViewData: { id: 512, name: 512, url: 2_048, referrerUri: 2_048 },
}

/** The maximum length of the message and of the stack of an exception, in characters. */
export const MAX_EXCEPTION_TEXT = 32_768

const DETAILS_LIMITS: FieldLimits = { typeName: 1_024, message: MAX_EXCEPTION_TEXT, stack: MAX_EXCEPTION_TEXT }
const FRAME_LIMITS: FieldLimits = { method: 1_024, fileName: 1_024 }
const POINT_LIMITS: FieldLimits = { name: 1_024, ns: 256 }

const TAG_LIMITS: Readonly<Record<keyof Tags, number>> = {
  'ai.cloud.role': 256,
  'ai.cloud.roleInstance': 256,
  'ai.application.ver': 1_024,
  'ai.internal.sdkVersion': 64,
  'ai.operation.id': 128,
  'ai.operation.parentId': 512,
  'ai.operation.name': 1_024,
  'ai.operation.syntheticSource': 1_024,
  'ai.user.id': 128,
  'ai.user.authUserId': 1_024,
  'ai.user.accountId': 1_024,
  'ai.user.userAgent': 2_048,
  'ai.session.id': 64,
  'ai.location.ip': 46,
}

/** The required strings. The service rejects an item if one of them is empty. */
const REQUIRED_STRINGS: Readonly<Partial<Record<BaseType, readonly string[]>>> = {
  MessageData: ['message'],
  EventData: ['name'],
  RequestData: ['id', 'responseCode'],
  RemoteDependencyData: ['name'],
  AvailabilityData: ['id', 'name'],
  PageViewData: ['id', 'name'],
}

const PLACEHOLDER = 'n/a'

/** Applies the limits of the service to `data` in place. */
export function limitData(data: TelemetryData, cuts: Cuts): void {
  const { baseType, baseData } = data
  for (const field of REQUIRED_STRINGS[baseType] ?? []) fillEmpty(baseData, field, PLACEHOLDER)
  truncateFields(baseData, FIELD_LIMITS[baseType], cuts)
  if (baseType === 'ExceptionData') for (const details of baseData.exceptions) limitDetails(details, cuts)
  if (baseType === 'MetricData') {
    fillEmpty(baseData.metrics[0], 'name', PLACEHOLDER)
    truncateFields(baseData.metrics[0], POINT_LIMITS, cuts)
  }
  if (baseData.properties !== undefined) limitProperties(baseData.properties, cuts)
  if ('measurements' in baseData && baseData.measurements !== undefined) limitMeasurements(baseData.measurements, cuts)
}

/** Applies the limits of the service to tags. Returns `tags` itself if nothing exceeds them. */
export function limitTags(tags: Tags, cuts: Cuts): Tags {
  let limited = tags
  for (const key in tags) {
    const text: unknown = Reflect.get(tags, key)
    const max = TAG_LIMITS[key as keyof Tags]
    if (typeof text !== 'string' || max === undefined || text.length <= max) continue
    limited = { ...limited, [key]: truncate(text, max) }
    cuts.truncated++
  }
  return limited
}

// --- helpers, in order of use ---

function fillEmpty(target: object, field: string, text: string): void {
  if (!Reflect.get(target, field)) Reflect.set(target, field, text)
}

function truncateFields(target: object, limits: FieldLimits, cuts: Cuts): void {
  for (const field in limits) {
    const text: unknown = Reflect.get(target, field)
    if (typeof text !== 'string' || text.length <= (limits[field] as number)) continue
    Reflect.set(target, field, truncate(text, limits[field] as number))
    cuts.truncated++
  }
}

function limitDetails(details: ExceptionDetails, cuts: Cuts): void {
  fillEmpty(details, 'typeName', 'Error')
  fillEmpty(details, 'message', details.typeName)
  truncateFields(details, DETAILS_LIMITS, cuts)
  for (const frame of details.parsedStack ?? []) truncateFields(frame, FRAME_LIMITS, cuts)
}

function limitProperties(properties: Properties, cuts: Cuts): void {
  const numbers: Numbers = new Map()
  for (const key of Object.keys(properties)) {
    // An untyped processor may have added a value that is not a string.
    const value = typeof properties[key] === 'string' ? properties[key] : String(properties[key])
    if (value.length > MAX_PROPERTY || value !== properties[key]) properties[key] = truncate(value, MAX_PROPERTY)
    if (value.length > MAX_PROPERTY) cuts.truncated++
    if (key.length > MAX_KEY) shortenKey(properties, key, numbers, cuts)
  }
}

function limitMeasurements(measurements: Measurements, cuts: Cuts): void {
  const numbers: Numbers = new Map()
  for (const [key, value] of Object.entries(measurements)) {
    if (!Number.isFinite(value)) {
      delete measurements[key]
      cuts.measurementsDropped++
    } else if (key.length > MAX_KEY) {
      shortenKey(measurements, key, numbers, cuts)
    }
  }
}

/** The last number used for keys with the same first `NUMBERED_START` characters. */
type Numbers = Map<string, number>

/** A numbered key keeps at least this many characters. */
const NUMBERED_START = 140

/** Truncates a key. Appends numbers to keys with the same first 150 characters, so that they stay distinct. */
function shortenKey<T>(target: Record<string, T>, key: string, numbers: Numbers, cuts: Cuts): void {
  const start = key.slice(0, NUMBERED_START)
  let n = numbers.get(start) ?? 0
  let short = truncate(key, MAX_KEY)
  while (short in target) short = numbered(key, ++n)
  numbers.set(start, n)
  target[short] = target[key] as T
  delete target[key]
  cuts.truncated++
}

function numbered(key: string, n: number): string {
  return `${truncate(key, MAX_KEY - String(n).length - 1)}~${n}`
}

import { truncate } from '../truncate'
import type { BaseType, ExceptionDetails, Measurements, Properties, TelemetryData } from './contracts'
import type { Tags } from './tags'

/** What had to be changed so that the service takes an item. */
export interface Cuts {
  /** Texts that were shortened. */
  truncated: number
  /** Measurements that were no finite numbers. */
  measurementsDropped: number
}

/** In characters. */
export const MAX_KEY = 150
export const MAX_PROPERTY = 8_192
export const MAX_MESSAGE = 32_768

/** The longest text of each field, in characters. */
type FieldLimits = Readonly<Record<string, number>>

/**
 * The service refuses an item with a longer text, so we cut here, where it can be counted.
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

/** Of the message and the stack of an exception, in characters. */
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
  'ai.session.id': 64,
  'ai.location.ip': 46,
}

/** The service refuses an item whose required text is empty. */
const REQUIRED_TEXTS: Readonly<Partial<Record<BaseType, readonly string[]>>> = {
  MessageData: ['message'],
  EventData: ['name'],
  RequestData: ['id', 'responseCode'],
  RemoteDependencyData: ['name'],
  AvailabilityData: ['id', 'name'],
  PageViewData: ['id', 'name'],
}

const NOTHING_SAID = 'n/a'

/** Makes `data` one that the service takes, in place. */
export function limitData(data: TelemetryData, cuts: Cuts): void {
  const { baseType, baseData } = data
  for (const field of REQUIRED_TEXTS[baseType] ?? []) fillText(baseData, field, NOTHING_SAID)
  cutTexts(baseData, FIELD_LIMITS[baseType], cuts)
  if (baseType === 'ExceptionData') for (const details of baseData.exceptions) limitDetails(details, cuts)
  if (baseType === 'MetricData') {
    fillText(baseData.metrics[0], 'name', NOTHING_SAID)
    cutTexts(baseData.metrics[0], POINT_LIMITS, cuts)
  }
  if (baseData.properties !== undefined) limitProperties(baseData.properties, cuts)
  if ('measurements' in baseData && baseData.measurements !== undefined) limitMeasurements(baseData.measurements, cuts)
}

/** Tags as the service takes them: the same ones where nothing has to be cut. */
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

function fillText(target: object, field: string, text: string): void {
  if (!Reflect.get(target, field)) Reflect.set(target, field, text)
}

function cutTexts(target: object, limits: FieldLimits, cuts: Cuts): void {
  for (const field in limits) {
    const text: unknown = Reflect.get(target, field)
    if (typeof text !== 'string' || text.length <= (limits[field] as number)) continue
    Reflect.set(target, field, truncate(text, limits[field] as number))
    cuts.truncated++
  }
}

function limitDetails(details: ExceptionDetails, cuts: Cuts): void {
  fillText(details, 'typeName', 'Error')
  fillText(details, 'message', details.typeName)
  cutTexts(details, DETAILS_LIMITS, cuts)
  for (const frame of details.parsedStack ?? []) cutTexts(frame, FRAME_LIMITS, cuts)
}

function limitProperties(properties: Properties, cuts: Cuts): void {
  const numbers: Numbers = new Map()
  for (const key of Object.keys(properties)) {
    // A processor may have put in something else than text.
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

/** The last number that was given to keys with the same beginning. */
type Numbers = Map<string, number>

/** As much of a key as stays before any number. */
const NUMBERED_START = 140

/** Two long keys may agree in their first 150 characters: the later ones get a number in place of their last ones. */
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

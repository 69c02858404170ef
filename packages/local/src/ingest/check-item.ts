import { type BaseType, baseTypes } from './contracts'
import { findViolation, missing } from './find-violation'
import { instantMicros } from './instant'
import type { Sender } from './sender'
import { isWireObject, readNumber, readObject, readString, type WireObject } from './wire'

/** An item that passed every check. */
export interface AcceptedItem {
  readonly timeMicros: bigint
  readonly iKey: string
  /** The percentage of similar items that sampling kept. */
  readonly sampleRate: number
  readonly tags: WireObject
  readonly baseType: BaseType
  readonly baseData: WireObject
  /** Undefined if the item did not arrive in a request. */
  readonly sender?: Sender
}

export type ItemVerdict =
  | { readonly kind: 'accepted'; readonly item: AcceptedItem }
  | { readonly kind: 'rejected'; readonly statusCode: 400; readonly message: string }

/** Returns whether items with this instrumentation key are accepted. */
export type IsKnownKey = (iKey: string) => boolean

/** Checks one item as the service does, with the service's own messages where they are known. */
export function checkItem(item: unknown, nowMs: number, isKnownKey: IsKnownKey = () => true): ItemVerdict {
  if (!isWireObject(item)) return rejected("106: Type 'Envelope' is of incorrect type. Expected: object")
  const violation = findViolation('Envelope', item)
  if (violation) return rejected(violation)

  const iKey = readString(item, 'iKey') ?? ''
  if (!guid.test(iKey) || !isKnownKey(iKey)) return rejected('Invalid instrumentation key')

  const time = readString(item, 'time') ?? ''
  const timeMicros = instantMicros(time)
  if (timeMicros === undefined) {
    return rejected(`102: Field 'time' on type 'Envelope' is not a valid time string. Expected: date, Actual: ${time}`)
  }
  const lateMs = nowMs - Number(timeMicros / 1000n)
  if (lateMs > MAX_AGE_MS)
    return rejected(outsideWindow('103', 'older', 'min', `now - ${MAX_AGE_MS}`, `now - ${lateMs}`))
  if (-lateMs > MAX_AHEAD_MS) {
    return rejected(outsideWindow('104', 'newer', 'max', `now + ${MAX_AHEAD_MS}`, `now + ${-lateMs}`))
  }

  const data = readObject(item, 'data')
  const wireBaseType = readString(data, 'baseType') ?? ''
  const baseType = baseTypesByWireName.get(wireBaseType.toLowerCase())
  if (!baseType) return rejected(`107: Field 'baseType' on type 'Data' is unknown. Actual: ${wireBaseType}`)
  if (!isWireObject(data['baseData'])) return rejected(missing('baseData', 'Data', 'object', data['baseData']))
  const baseData = data['baseData']
  const baseViolation = findViolation(baseType, baseData)
  if (baseViolation) return rejected(baseViolation)

  const sampleRate = readNumber(item, 'sampleRate') ?? 100
  return {
    kind: 'accepted',
    item: { timeMicros, iKey, sampleRate, tags: readObject(item, 'tags'), baseType, baseData },
  }
}

/** The service accepts times within this window around the current time. */
const MAX_AGE_MS = 48 * 60 * 60 * 1000
const MAX_AHEAD_MS = 2 * 60 * 60 * 1000

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The browser SDK writes PageviewData and PageviewPerformanceData. */
const baseTypesByWireName: ReadonlyMap<string, BaseType> = new Map([
  ...baseTypes.map((baseType) => [baseType.toLowerCase(), baseType] as const),
  ['pageviewperformancedata', 'PageViewPerfData'],
])

function rejected(message: string): ItemVerdict {
  return { kind: 'rejected', statusCode: 400, message }
}

function outsideWindow(code: string, than: string, bound: string, expected: string, actual: string): string {
  return `${code}: Field 'time' on type 'Envelope' is ${than} than the allowed ${bound} date. Expected: ${expected}ms, Actual: ${actual}ms`
}

import { type BaseType, baseTypes } from './contracts'
import { findViolation, missing } from './find-violation'
import { instantMicros } from './instant'
import { isWireObject, readNumber, readObject, readText, type WireObject } from './wire'

/** An item that passed every check. */
export interface Envelope {
  readonly timeMicros: bigint
  readonly iKey: string
  /** Percentage of items that were kept when this one was. */
  readonly sampleRate: number
  readonly tags: WireObject
  readonly baseType: BaseType
  readonly baseData: WireObject
}

export type ItemVerdict =
  | { readonly kind: 'accepted'; readonly envelope: Envelope }
  | { readonly kind: 'refused'; readonly statusCode: 400; readonly message: string }

/** What the service would say of one item. Messages are the service's own where they are known. */
export function checkItem(item: unknown, nowMs: number): ItemVerdict {
  if (!isWireObject(item)) return refused("106: Type 'Envelope' is of incorrect type. Expected: object")
  const violation = findViolation('Envelope', item)
  if (violation) return refused(violation)

  const iKey = readText(item, 'iKey') ?? ''
  if (!guid.test(iKey)) return refused('Invalid instrumentation key')

  const time = readText(item, 'time') ?? ''
  const timeMicros = instantMicros(time)
  if (timeMicros === undefined) {
    return refused(`102: Field 'time' on type 'Envelope' is not a valid time string. Expected: date, Actual: ${time}`)
  }
  const lateMs = nowMs - Number(timeMicros / 1000n)
  if (lateMs > MAX_AGE_MS)
    return refused(outsideWindow('103', 'older', 'min', `now - ${MAX_AGE_MS}`, `now - ${lateMs}`))
  if (-lateMs > MAX_AHEAD_MS) {
    return refused(outsideWindow('104', 'newer', 'max', `now + ${MAX_AHEAD_MS}`, `now + ${-lateMs}`))
  }

  const data = readObject(item, 'data')
  const wireBaseType = readText(data, 'baseType') ?? ''
  const baseType = baseTypesByWireName.get(wireBaseType.toLowerCase())
  if (!baseType) return refused(`107: Field 'baseType' on type 'Data' is unknown. Actual: ${wireBaseType}`)
  if (!isWireObject(data['baseData'])) return refused(missing('baseData', 'Data', 'object', data['baseData']))
  const baseData = data['baseData']
  const baseViolation = findViolation(baseType, baseData)
  if (baseViolation) return refused(baseViolation)

  const sampleRate = readNumber(item, 'sampleRate') ?? 100
  return {
    kind: 'accepted',
    envelope: { timeMicros, iKey, sampleRate, tags: readObject(item, 'tags'), baseType, baseData },
  }
}

/** The window around now in which the service takes an item. */
const MAX_AGE_MS = 48 * 60 * 60 * 1000
const MAX_AHEAD_MS = 2 * 60 * 60 * 1000

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The browser SDK writes PageviewData and PageviewPerformanceData. */
const baseTypesByWireName: ReadonlyMap<string, BaseType> = new Map([
  ...baseTypes.map((baseType) => [baseType.toLowerCase(), baseType] as const),
  ['pageviewperformancedata', 'PageViewPerfData'],
])

function refused(message: string): ItemVerdict {
  return { kind: 'refused', statusCode: 400, message }
}

function outsideWindow(code: string, than: string, bound: string, expected: string, actual: string): string {
  return `${code}: Field 'time' on type 'Envelope' is ${than} than the allowed ${bound} date. Expected: ${expected}ms, Actual: ${actual}ms`
}

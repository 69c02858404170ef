import type { ExceptionData, ExceptionDetails, MessageData, Properties, StackFrame, TelemetryData } from './contracts'

/**
 * The longest text each field may have, in characters. The service refuses an item with a longer one, so we cut here,
 * where it can be counted. @see https://github.com/microsoft/ApplicationInsights-Home/tree/master/EndpointSpecs/Schemas
 */
const MAX = {
  message: 32_768,
  typeName: 1_024,
  problemId: 1_024,
  frameText: 1_024,
  stack: 32_768,
  propertyKey: 150,
  propertyValue: 8_192,
} as const

/** Cuts every over-long field of `data` in place. Returns how many it cut. */
export function applyLimits(data: TelemetryData): number {
  switch (data.baseType) {
    case 'MessageData':
      return limitMessage(data.baseData)
    case 'ExceptionData':
      return limitException(data.baseData)
  }
}

/** At most `max` UTF-16 units of `text`, never half of a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, splitsPair ? max - 1 : max)
}

// --- helpers, in order of use ---

/** The service refuses an item whose required text is empty. */
const NO_MESSAGE = 'n/a'

function limitMessage(data: MessageData): number {
  data.message ||= NO_MESSAGE
  return cutField(data, 'message', MAX.message) + limitProperties(data)
}

function limitException(data: ExceptionData): number {
  let cuts = cutField(data, 'problemId', MAX.problemId) + limitProperties(data)
  for (const details of data.exceptions) cuts += limitDetails(details)
  return cuts
}

function limitDetails(details: ExceptionDetails): number {
  details.typeName ||= 'Error'
  details.message ||= details.typeName
  let cuts = cutField(details, 'typeName', MAX.typeName)
  cuts += cutField(details, 'message', MAX.message)
  cuts += cutField(details, 'stack', MAX.stack)
  for (const frame of details.parsedStack ?? []) cuts += limitFrame(frame)
  return cuts
}

function limitFrame(frame: StackFrame): number {
  return cutField(frame, 'method', MAX.frameText) + cutField(frame, 'fileName', MAX.frameText)
}

function cutField<K extends string>(target: { [key in K]?: string }, key: K, max: number): number {
  const text = target[key]
  if (text === undefined || text.length <= max) return 0
  target[key] = cut(text, max)
  return 1
}

function limitProperties(data: { properties?: Properties }): number {
  const properties = data.properties
  if (properties === undefined) return 0
  let cuts = 0
  for (const [key, value] of Object.entries(properties)) {
    if (value.length > MAX.propertyValue) {
      properties[key] = cut(value, MAX.propertyValue)
      cuts++
    }
    if (key.length > MAX.propertyKey) {
      properties[uniqueKey(cut(key, MAX.propertyKey), properties)] = properties[key] as string
      delete properties[key]
      cuts++
    }
  }
  return cuts
}

/** Two long keys may agree in their first 150 characters: the later ones get a number in place of their last ones. */
function uniqueKey(key: string, taken: Properties): string {
  let unique = key
  for (let n = 1; unique in taken; n++) unique = `${cut(key, MAX.propertyKey - String(n).length - 1)}~${n}`
  return unique
}

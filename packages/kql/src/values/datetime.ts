import { fractionTicks, MAX_DATETIME, TICKS, ticksOf, UNIX_EPOCH } from './ticks'

/**
 * Returns the ticks of a datetime in any of these forms: ISO 8601, `2021-01-02 03:04`, `2021, 1, 2`, `01/02/2021`, RFC 1123.
 */
export function parseDatetime(text: string): bigint | undefined {
  const trimmed = text.trim()
  const ticks = isoTicks(trimmed) ?? partsTicks(trimmed) ?? monthFirstTicks(trimmed) ?? rfcTicks(trimmed)
  return ticks === undefined || ticks < 0n || ticks > MAX_DATETIME ? undefined : ticks
}

/** Writes ticks as `2021-01-02T03:04:05.0000000Z`. */
export function formatDatetime(ticks: bigint): string {
  const date = new Date(Number((ticks - UNIX_EPOCH - mod(ticks, TICKS.second)) / TICKS.millisecond))
  const seconds = date.toISOString().slice(0, 19)
  return `${seconds}.${mod(ticks, TICKS.second).toString().padStart(7, '0')}Z`
}

// --- helpers, in order of use ---

const TIME = String.raw`(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?`
const ISO = new RegExp(
  String.raw`^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:(?:T|\s+)(?:${TIME}\s*(AM|PM)?|(\d{1,2})))?)?)?\s*(Z|[+-]\d{1,2}:?\d{2})?$`,
  'i',
)
const MONTH_FIRST = new RegExp(String.raw`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:\s+${TIME}\s*(AM|PM)?)?$`, 'i')
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const RFC = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]([a-z]{3,9})[\s-](\d{2,4})(?:\s+${TIME})?\s*(?:Z|GMT|UTC)?$`,
  'i',
)

function isoTicks(text: string): bigint | undefined {
  const match = ISO.exec(text)
  if (match === null) return undefined
  const [, year, month = '1', day = '1', hour, minute, second = '0', fraction, half, onlyHour, zone] = match
  const ticks = ticksOf(
    Number(year),
    Number(month),
    Number(day),
    hourOf(hour ?? onlyHour ?? '0', half),
    Number(minute ?? 0),
    Number(second),
    fractionTicks(fraction),
  )
  return ticks === undefined ? undefined : ticks - zoneTicks(zone)
}

function hourOf(hour: string, half: string | undefined): number {
  if (half === undefined) return Number(hour)
  return (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)
}

function zoneTicks(zone = 'Z'): bigint {
  const match = /^([+-])(\d{1,2}):?(\d{2})$/.exec(zone)
  if (match === null) return 0n
  const ticks = BigInt(Number(match[2]) * 60 + Number(match[3])) * TICKS.minute
  return match[1] === '-' ? -ticks : ticks
}

/** `2021, 1, 2, 3, 4, 5` */
function partsTicks(text: string): bigint | undefined {
  if (!/^\d{4}(?:\s*,\s*\d{1,2}){2,5}$/.test(text)) return undefined
  const [year = 0, month = 0, day = 0, ...clock] = text.split(',').map(Number)
  return ticksOf(year, month, day, ...clock)
}

function monthFirstTicks(text: string): bigint | undefined {
  const match = MONTH_FIRST.exec(text)
  if (match === null) return undefined
  const [, month, day, year, hour = '0', minute = '0', second = '0', fraction, half] = match
  return ticksOf(
    Number(year),
    Number(month),
    Number(day),
    hourOf(hour, half),
    Number(minute),
    Number(second),
    fractionTicks(fraction),
  )
}

function rfcTicks(text: string): bigint | undefined {
  const match = RFC.exec(text)
  if (match === null) return undefined
  const [, day, month = '', year = '', hour = '0', minute = '0', second = '0', fraction] = match
  const index = MONTHS.indexOf(month.slice(0, 3).toLowerCase())
  const fullYear = year.length === 2 ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year)
  return ticksOf(
    fullYear,
    index + 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    fractionTicks(fraction),
  )
}

function mod(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by
}

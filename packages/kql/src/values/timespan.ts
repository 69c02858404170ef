import { fractionTicks, TICKS } from './ticks'

/** The units of timespan literals such as `1d` and `2.5h`. */
const UNITS: Readonly<Record<string, bigint>> = {
  d: TICKS.day,
  day: TICKS.day,
  days: TICKS.day,
  h: TICKS.hour,
  hr: TICKS.hour,
  hrs: TICKS.hour,
  hour: TICKS.hour,
  hours: TICKS.hour,
  m: TICKS.minute,
  min: TICKS.minute,
  minute: TICKS.minute,
  minutes: TICKS.minute,
  s: TICKS.second,
  sec: TICKS.second,
  second: TICKS.second,
  seconds: TICKS.second,
  ms: TICKS.millisecond,
  milli: TICKS.millisecond,
  millis: TICKS.millisecond,
  millisecond: TICKS.millisecond,
  milliseconds: TICKS.millisecond,
  micro: TICKS.microsecond,
  micros: TICKS.microsecond,
  microsecond: TICKS.microsecond,
  microseconds: TICKS.microsecond,
  tick: TICKS.tick,
  ticks: TICKS.tick,
}

/** Returns the ticks of a unit. Undefined if there is no unit with this name. */
export function timespanUnit(name: string): bigint | undefined {
  return Object.hasOwn(UNITS, name) ? UNITS[name] : undefined
}

/** Returns the ticks of `1.02:03:04.5`, `02:03`, `3` (days) or `1d`. */
export function parseTimespan(text: string): bigint | undefined {
  const trimmed = text.trim()
  const clock = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?$/.exec(trimmed)
  if (clock !== null) {
    const [, minus, days = '0', hours = '0', minutes = '0', seconds = '0', fraction] = clock
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
    const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)
    return inRange((whole * TICKS.second + fractionTicks(fraction)) * (minus === undefined ? 1n : -1n))
  }
  const unit = /^(-?\d+(?:\.\d+)?)([a-z]*)$/i.exec(trimmed)
  if (unit === null) return undefined
  const [, number = '', name = ''] = unit
  const size = name === '' ? (number.includes('.') ? undefined : TICKS.day) : timespanUnit(name.toLowerCase())
  return size === undefined ? undefined : timespanTicks(number, size)
}

/** Returns the ticks of a decimal number of units. */
export function timespanTicks(number: string, unit: bigint): bigint | undefined {
  const [whole = '', fraction = ''] = number.split('.')
  const digits = BigInt(`${whole}${fraction}`)
  return inRange((digits * unit) / 10n ** BigInt(fraction.length))
}

/** Writes ticks as `[-][d.]hh:mm:ss[.fffffff]`. */
export function formatTimespan(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks
  const two = (value: bigint) => value.toString().padStart(2, '0')
  const days = size / TICKS.day
  const fraction = size % TICKS.second
  const clock = `${two((size / TICKS.hour) % 24n)}:${two((size / TICKS.minute) % 60n)}:${two((size / TICKS.second) % 60n)}`
  const tail = fraction === 0n ? '' : `.${fraction.toString().padStart(7, '0')}`
  return `${ticks < 0n ? '-' : ''}${days === 0n ? '' : `${days}.`}${clock}${tail}`
}

// --- helpers ---

function inRange(ticks: bigint): bigint | undefined {
  return ticks >= -(2n ** 63n) && ticks < 2n ** 63n ? ticks : undefined
}

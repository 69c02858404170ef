import type { Bound } from '../binding/bound'
import { KqlError } from '../errors'
import { integerLiteral, joinSql, type Sql, sql } from '../sql/sql'
import { TICKS, UNIX_EPOCH } from '../values/ticks'
import { type CallContext, type FunctionEntry, scalar } from './entry'

export const TIME_ZONE_FUNCTIONS: readonly FunctionEntry[] = [
  scalar('datetime_utc_to_local(date: datetime, zone: string): datetime', 'A time of UTC in a time zone.', {
    repeats: true,
    sql: ([date], { args: [, zone], call }) => {
      const changes = offsetsOf(zone, call)
      return sql`(${date!} + ${offsetAt(date!, changes, ({ at }) => at)})`
    },
    example: ["datetime_utc_to_local(datetime(2021-07-01 12:00), 'Europe/Oslo')", '2021-07-01T14:00:00.0000000Z'],
  }),
  scalar('datetime_local_to_utc(date: datetime, zone: string): datetime', 'A time of a time zone in UTC.', {
    repeats: true,
    sql: ([date], { args: [, zone], call }) => {
      const changes = offsetsOf(zone, call)
      // If a time occurs twice because clocks go back, it is the second one.
      return sql`(${date!} - ${offsetAt(date!, changes, ({ at, offset }) => at + offset)})`
    },
    example: ["datetime_local_to_utc(datetime(2021-07-01 14:00), 'Europe/Oslo')", '2021-07-01T12:00:00.0000000Z'],
  }),
]

// --- helpers, in order of use ---

/** The offset of a time zone from a time on, both in ticks. */
interface Change {
  readonly at: bigint
  readonly offset: bigint
}

const known = new Map<string, readonly Change[]>()

function offsetsOf(zone: Bound | undefined, call: CallContext['call']): readonly Change[] {
  if (typeof zone?.value !== 'string')
    throw new KqlError('ARGUMENTS', call, `The time zone of ${call.name}() must be a constant, such as "Europe/Oslo".`)
  const name = zone.value
  let changes = known.get(name)
  if (changes === undefined) {
    changes = readOffsets(name, call)
    known.set(name, changes)
  }
  return changes
}

const HOUR_MS = 3_600_000
const FIRST_MS = Date.UTC(1970, 0, 1)
const LAST_MS = Date.UTC(2050, 0, 1)
/** Shorter than the time between two changes. */
const STEP_MS = 14 * 24 * HOUR_MS

/** The first offset, and each later one. Clocks change at whole minutes. */
function readOffsets(name: string, call: CallContext['call']): readonly Change[] {
  const offsetMsAt = offsetReader(name, call)
  const changes: Change[] = [changeOf(FIRST_MS, offsetMsAt(FIRST_MS))]
  let offsetMs = offsetMsAt(FIRST_MS)
  for (let fromMs = FIRST_MS; fromMs < LAST_MS; fromMs += STEP_MS) {
    const nextMs = offsetMsAt(fromMs + STEP_MS)
    if (nextMs === offsetMs) continue
    let [low, high] = [fromMs, fromMs + STEP_MS]
    while (high - low > 60_000) {
      const middle = low + Math.floor((high - low) / 120_000) * 60_000
      if (offsetMsAt(middle) === offsetMs) low = middle
      else high = middle
    }
    changes.push(changeOf(high, nextMs))
    offsetMs = nextMs
  }
  return changes
}

function offsetReader(name: string, call: CallContext['call']): (timeMs: number) => number {
  try {
    const numeric = 'numeric' as const
    const clock = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric }
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', ...clock })
    return (timeMs) => {
      const parts = new Map(format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]))
      const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
      const date = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
      return date - timeMs
    }
  } catch {
    throw new KqlError('ARGUMENTS', call, `There is no time zone ${name}. Use a name such as "Europe/Oslo" or "UTC".`)
  }
}

function changeOf(timeMs: number, offsetMs: number): Change {
  return { at: BigInt(timeMs) * TICKS.millisecond + UNIX_EPOCH, offset: BigInt(offsetMs) * TICKS.millisecond }
}

/** The offset of the last change before a time. Earlier times have the first offset. */
function offsetAt(date: Sql, changes: readonly Change[], startOf: (change: Change) => bigint): Sql {
  const [first, ...later] = changes.map(({ offset }) => integerLiteral(offset))
  const starts = joinSql(changes.slice(1).map((change) => integerLiteral(startOf(change))))
  return sql`[${joinSql([first!, ...later])}][len(list_filter([${starts}]::BIGINT[], e -> e <= ${date})) + 1]`
}

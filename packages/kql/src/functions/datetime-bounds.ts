import { ticksOfTimestamp, timestampOf } from '../binding/timestamps'
import { type Sql, sql, stringLiteral } from '../sql/sql'
import { TICKS } from '../values/ticks'
import { type FunctionEntry, scalar } from './entry'

const START_EXAMPLES: Readonly<Record<string, string>> = {
  day: '2021-06-09T00:00:00.0000000Z',
  week: '2021-06-06T00:00:00.0000000Z',
  month: '2021-06-01T00:00:00.0000000Z',
  year: '2021-01-01T00:00:00.0000000Z',
}

/** The starts and ends of days, weeks, months and years. */
export const DATETIME_BOUND_FUNCTIONS: readonly FunctionEntry[] = [
  ...bounds('day', sql`864000000000`, 0n),
  ...bounds('week', sql`6048000000000`, TICKS.day),
  ...calendarBounds('month', 1),
  ...calendarBounds('year', 12),
]

// --- helpers, in order of use ---

/** `startof…` and `endof…` for units that always have the same length. Weeks start on Sundays. */
function bounds(unit: string, size: Sql, shift: bigint): readonly FunctionEntry[] {
  const start = (t: Sql, offset = sql`0`) =>
    sql`((${t} + ${shift}) // ${size} * ${size} - ${shift} + (${offset}) * ${size})`
  return startAndEnd(unit, start, (t, offset) => sql`(${start(t, offset)} + ${size} - 1)`)
}

function calendarBounds(unit: 'month' | 'year', months: number): readonly FunctionEntry[] {
  const start = (t: Sql, offset = sql`0`, more = 0) =>
    ticksOfTimestamp(
      sql`(date_trunc(${stringLiteral(unit)}, ${timestampOf(t)}) + to_months((((${offset}) + ${more}) * ${months})::INTEGER))`,
    )
  return startAndEnd(unit, start, (t, offset) => sql`(${start(t, offset, 1)} - 1)`)
}

function startAndEnd(
  unit: string,
  start: (t: Sql, offset?: Sql) => Sql,
  end: (t: Sql, offset?: Sql) => Sql,
): readonly FunctionEntry[] {
  const example = START_EXAMPLES[unit]!
  return [
    scalar(
      `startof${unit}(date: datetime, offset?: long): datetime`,
      `Start of the ${unit}, plus a number of ${unit}s.`,
      {
        implies: unit === 'day' ? 'first' : 'nothing',
        sql: ([t, offset]) => start(t!, offset),
        example: [`startof${unit}(datetime(2021-06-09 10:00))`, example],
      },
    ),
    scalar(
      `endof${unit}(date: datetime, offset?: long): datetime`,
      `Last tick of the ${unit}, plus a number of ${unit}s.`,
      {
        sql: ([t, offset]) => end(t!, offset),
        example: [`startof${unit}(endof${unit}(datetime(2021-06-09 10:00)))`, example],
      },
    ),
  ]
}

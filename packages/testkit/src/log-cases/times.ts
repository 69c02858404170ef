import { message } from './arrivals'
import type { LogCase } from './log-case'

const earlierMs = Date.now() - 60_000
const earlier = new Date(earlierMs).toISOString()

/** Returns the cases about times. `timeKey` is the property that keeps a rejected time. */
export function times(timeKey: string): readonly LogCase[] {
  const accepted: readonly (readonly [string, unknown, string])[] = [
    ['ISO-8601', earlier, earlier],
    ['ISO-8601 to the microsecond', earlier.replace('Z', '123Z'), earlier.replace('Z', '123Z')],
    ['milliseconds', earlierMs, earlier],
    ['digits of nanoseconds', `${earlierMs}123456`, earlier.replace('Z', '1234Z')],
  ]
  const refused: readonly (readonly [string, string])[] = [
    ['a word', 'tomorrow'],
    ['older than the service takes', new Date(earlierMs - 49 * 3_600_000).toISOString()],
    ['later than the service takes', new Date(earlierMs + 3 * 3_600_000).toISOString()],
  ]
  const call = { level: 'info', text: 'x', fields: () => ({ orderId: 42 }) } as const
  return [
    ...accepted.map(
      ([name, time, accepts]): LogCase => ({
        ...call,
        name: `a record with its time: ${name}`,
        time,
        expected: { ...message('x', { orderId: '42' }), time: accepts },
      }),
    ),
    ...refused.map(
      ([name, time]): LogCase => ({
        ...call,
        name: `a record with a time that is not accepted: ${name}`,
        time,
        expected: message('x', { orderId: '42', [timeKey]: time }),
      }),
    ),
  ]
}

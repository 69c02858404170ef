import type { ScriptedIngestion } from '@azmon/testkit'
import { expect } from '@jest/globals'

/** What a program logs that has nothing else to say: a record and an error. */
export const RECORD_AND_ERROR = [
  ['shop', 'MessageData', 'Order placed', { level: 'info', orderId: '42' }],
  [
    'shop',
    'ExceptionData',
    'RangeError: expired in 03/24',
    { level: 'error', message: 'Card declined', orderId: '42' },
  ],
]

/** Whose it is, what it is, what it says, its dimensions. */
export function delivered({ accepted }: ScriptedIngestion): readonly unknown[] {
  return accepted.map(({ tags, data: { baseType, baseData } }) => {
    const { message, properties, exceptions: [exception] = [] } = baseData
    const text = exception === undefined ? message : `${exception.typeName}: ${exception.message}`
    return [tags['ai.cloud.role'], baseType, text, properties]
  })
}

/** What a program leaves that asks itself twice. */
export const CALLS = [
  ['place order', undefined],
  ['GET /by-fetch', 'place order'],
  ['GET', 'GET /by-fetch'],
  ['GET /by-http', 'place order'],
  ['GET', 'GET /by-http'],
]

/** Each span of the one trace, in the order in which they began, with the one it is below of. */
export function deliveredSpans({ accepted }: ScriptedIngestion): readonly unknown[] {
  const spans = accepted.map(({ time, tags, data: { baseData } }) => ({ time, tags, ...baseData }))
  const nameOf = new Map(spans.map(({ id, name }) => [id, name]))
  expect(new Set(spans.map(({ tags }) => tags['ai.operation.id'])).size).toBe(1)
  return spans
    .sort((a, b) => (withoutZone(a.time) < withoutZone(b.time) ? -1 : 1))
    .map(({ name, tags }) => [name, nameOf.get(tags['ai.operation.parentId'])])
}

// --- helpers ---

/** Whole milliseconds are the shorter text: their Z would come after the digits of later ones. */
function withoutZone(time: string): string {
  return time.slice(0, -1)
}

import type { ScriptedIngestion } from '@azmon/testkit'
import { expect } from '@jest/globals'

/** The telemetry of most programs: a record and an error. */
export const RECORD_AND_ERROR = [
  ['shop', 'MessageData', 'Order placed', { level: 'info', orderId: '42' }],
  [
    'shop',
    'ExceptionData',
    'RangeError: expired in 03/24',
    { level: 'error', message: 'Card declined', orderId: '42' },
  ],
]

/** Returns the role, type, message and properties of each accepted item. */
export function delivered({ accepted }: ScriptedIngestion): readonly unknown[] {
  return accepted.map(({ tags, data: { baseType, baseData } }) => {
    const { message, properties, exceptions: [exception] = [] } = baseData
    const summary = exception === undefined ? message : `${exception.typeName}: ${exception.message}`
    return [tags['ai.cloud.role'], baseType, summary, properties]
  })
}

/** The spans of a program that sends two requests to itself. */
export const CALLS = [
  ['place order', undefined],
  ['GET /by-fetch', 'place order'],
  ['GET', 'GET /by-fetch'],
  ['GET /by-http', 'place order'],
  ['GET', 'GET /by-http'],
]

/** Returns the name and parent of each span, in the order of their start. Expects that they belong to one trace. */
export function deliveredSpans({ accepted }: ScriptedIngestion): readonly unknown[] {
  const spans = accepted.map(({ time, tags, data: { baseData } }) => ({ time, tags, ...baseData }))
  const nameOf = new Map(spans.map(({ id, name }) => [id, name]))
  expect(new Set(spans.map(({ tags }) => tags['ai.operation.id'])).size).toBe(1)
  return spans
    .sort((a, b) => (withoutZone(a.time) < withoutZone(b.time) ? -1 : 1))
    .map(({ name, tags }) => [name, nameOf.get(tags['ai.operation.parentId'])])
}

// --- helpers ---

/** Makes times comparable as strings: the Z of whole milliseconds would sort after the digits of microseconds. */
function withoutZone(time: string): string {
  return time.slice(0, -1)
}

import { expect, it } from '@jest/globals'
import { Refusals, ruleOf } from '../../src/ingest/refusals'

const item = {
  iKey: 'key',
  tags: { 'ai.operation.id': 'op', 'ai.cloud.role': 'shop', 'ai.internal.sdkVersion': 'sdk:1' },
  data: { baseType: 'MessageData' },
}

it('keeps what an item says of its origin', () => {
  const refusals = new Refusals()
  refusals.add(JSON.stringify(item), item, 400, '109: missing', 5)
  expect(refusals.newest()).toEqual([
    {
      atMs: 5,
      statusCode: 400,
      rule: '109',
      message: '109: missing',
      text: JSON.stringify(item),
      iKey: 'key',
      baseType: 'MessageData',
      role: 'shop',
      sdkVersion: 'sdk:1',
      operationId: 'op',
    },
  ])
})

it('keeps an item that is not JSON, without an origin', () => {
  const refusals = new Refusals()
  refusals.add('{', undefined, 400, 'The item is not JSON')
  expect(refusals.newest()[0]).toMatchObject({ text: '{', iKey: '', operationId: '' })
})

it('keeps the newest 500 with their first characters, and counts all', () => {
  const refusals = new Refusals()
  for (let n = 0; n < 600; n++) refusals.add('x'.repeat(60_000), undefined, 400, String(n))
  const newest = refusals.newest()
  expect([newest.length, newest[0]?.message, newest.at(-1)?.message]).toEqual([500, '599', '100'])
  expect(newest[0]?.text).toHaveLength(8_192)
  expect(refusals.total).toBe(600)
})

it('finds the refusals of an operation', () => {
  const refusals = new Refusals()
  refusals.add('{}', item, 400, 'of the operation')
  refusals.add('{}', {}, 400, 'of none')
  expect(refusals.newest('op').map(({ message }) => message)).toEqual(['of the operation'])
})

it('forgets everything when it is cleared', () => {
  const refusals = new Refusals()
  refusals.add('{}', item, 400, 'before')
  refusals.clear()
  expect([refusals.total, refusals.newest()]).toEqual([0, []])
})

it('counts all refusals by rule', () => {
  const refusals = new Refusals()
  for (const message of ['109: a', '109: b', 'Invalid instrumentation key']) refusals.add('{}', {}, 400, message)
  expect(refusals.byRule).toEqual({ '109': 2, key: 1 })
  refusals.clear()
  expect(refusals.byRule).toEqual({})
})

it.each([
  ['103: Field time is older', '103'],
  ['The item is not JSON', 'json'],
  ['Telemetry item length must not exceed 65536', 'size'],
  ['Telemetry item must not exceed 8192 values or a depth of 64', 'complexity'],
  ['anything else', 'other'],
])('%s is about the rule %s', (message, rule) => {
  expect(ruleOf(message)).toBe(rule)
})

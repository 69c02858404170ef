import { expect, it } from '@jest/globals'
import { type CallHeaders, listHeaders, objectHeaders } from '../../src/outgoing/call-headers'

const list: unknown[] = ['Host', 'a', 'TraceParent', Buffer.from('1'), 'traceparent', '2', 'accept', ['x', 'y']]
const object: Record<string, unknown> = { Host: 'a', TraceParent: '1', traceparent: '2', accept: ['x', 'y'] }

it.each<[string, CallHeaders, () => unknown]>([
  ['an array', listHeaders(list), () => list],
  ['an object', objectHeaders(object), () => Object.entries(object).flat()],
])('reads, replaces and removes the headers of %s in any spelling', (_, headers, current) => {
  expect([headers.get('host'), headers.get('traceparent'), headers.get('none')]).toEqual(['a', '1', undefined])
  headers.set('traceparent', '3')
  expect(current()).toEqual(['Host', 'a', 'accept', ['x', 'y'], 'traceparent', '3'])
  headers.delete('host')
  headers.delete('none')
  expect(current()).toEqual(['accept', ['x', 'y'], 'traceparent', '3'])
})

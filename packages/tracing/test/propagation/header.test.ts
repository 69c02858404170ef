import { expect, it } from '@jest/globals'
import { defaultTextMapGetter } from '@opentelemetry/api'
import { headerOf, headersOf, nodeHeaders } from '../../src/propagation/header'

it('finds a header in any case', () => {
  expect(headerOf({ TraceParent: 'a' }, 'traceparent', defaultTextMapGetter)).toBe('a')
  expect(headerOf({ traceparent: 'a' }, 'TraceParent', nodeHeaders as never)).toBe('a')
})

it('returns no value for a header that is given twice', () => {
  expect(headerOf({ b3: ['a', 'b'] }, 'b3', defaultTextMapGetter)).toBeUndefined()
  expect(headersOf({ b3: ['a', 'b'] }, 'b3', defaultTextMapGetter)).toEqual(['a', 'b'])
})

import type { IncomingMessage } from 'node:http'
import { expect, it } from '@jest/globals'
import { requestId } from '../src/request-id'

const request = (headers: object) => ({ headers }) as IncomingMessage

it('prefers the headers in their order', () => {
  const sent = request({ 'x-a': 'a', 'x-b': 'b' })
  expect([requestId(sent, ['X-B', 'x-a']), requestId(sent, ['x-none', 'x-a'])]).toEqual(['b', 'a'])
})

it('makes a UUID if the client sends no safe id or genReqId throws', () => {
  const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
  const throwing = () => {
    throw new Error('mine')
  }
  expect(requestId(request({ 'x-a': 'a\nb' }), ['x-a'])).toMatch(uuid)
  expect(requestId(request({}), [], throwing)).toMatch(uuid)
})

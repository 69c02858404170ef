import { expect, it } from '@jest/globals'
import { lazyOperation } from '../src/operation'

it('computes each field when it is read', () => {
  let route = '/'
  const operation = lazyOperation({
    name: () => `GET ${route}`,
    userId: () => 'ada',
    anonymousUserId: () => 'a1',
    sessionId: () => undefined,
  })
  route = '/orders/:id'
  expect({ ...operation }).toEqual({
    name: 'GET /orders/:id',
    userId: 'ada',
    anonymousUserId: 'a1',
    sessionId: undefined,
  })
})

import { AsyncLocalStorage } from 'node:async_hooks'
import { expect, it } from '@jest/globals'
import { outsideRequests } from '../../src/pipeline/outside-requests'

it('runs work outside the async context of the caller, and returns its result', () => {
  const request = new AsyncLocalStorage<string>()
  const seen = request.run('a request', () => outsideRequests(() => [request.getStore()]))
  expect(seen).toEqual([undefined])
})

import { type IncomingMessage, ServerResponse } from 'node:http'
import { expect, it } from '@jest/globals'
import { answerStatus } from '../src'

it('is 499 until the response is complete', () => {
  const response = new ServerResponse({ method: 'GET' } as IncomingMessage)
  response.statusCode = 201
  expect(answerStatus(response)).toBe(499)
  Object.defineProperty(response, 'writableFinished', { value: true })
  expect(answerStatus(response)).toBe(201)
})

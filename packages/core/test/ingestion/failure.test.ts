import { expect, it } from '@jest/globals'
import { DeliveryError } from '../../src/errors'
import { describeFailure } from '../../src/ingestion/failure'

it.each<[unknown, string]>([
  [new DeliveryError('the proxy cannot be reached'), 'the proxy cannot be reached'],
  [new DOMException('s3cr3t', 'TimeoutError'), 'no response in time'],
  [Object.assign(new Error('connect to s3cr3t'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  [new TypeError('s3cr3t'), 'TypeError'],
  [new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate'), 'WebAssembly cannot start'],
  [new ReferenceError('WebAssembly is not defined'), 'WebAssembly cannot start'],
  ['s3cr3t', 'the request failed'],
  [undefined, 'the request failed'],
])('describes %p without its message: %s', (error, description) => {
  expect(describeFailure(error)).toBe(description)
})

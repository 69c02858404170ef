import { expect, it, jest } from '@jest/globals'
import { ROOT_CONTEXT, type TextMapPropagator } from '@opentelemetry/api'
import { SafePropagator } from '../../src/propagation/safe'
import { extracted, injected } from '../builders'

it.each<[string, () => never]>([
  [
    'throws',
    () => {
      throw new Error('not now')
    },
  ],
  ['returns a rejected promise', () => Promise.reject(new Error('not now')) as never],
  ['returns nothing', () => undefined as never],
])('leaves context and headers as they are if the propagator %s', (_, act) => {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const propagator = new SafePropagator({ inject: act, extract: act, fields: act } as TextMapPropagator)
  expect(extracted(propagator, { traceparent: 'a' })).toBeUndefined()
  expect(propagator.extract(ROOT_CONTEXT, {}, { get: () => undefined, keys: () => [] })).toBe(ROOT_CONTEXT)
  expect(injected(propagator)).toEqual({})
  emitWarning.mockRestore()
})

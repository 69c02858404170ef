import { expect, it } from '@jest/globals'
import { callSafely } from '../src/call-safely'

it('reports a throw at once, a rejection later, and no successful call', async () => {
  const errors: unknown[] = []
  const call = (work: () => unknown) => callSafely(work, (error) => errors.push(error))
  call(() => Promise.reject('rejected'))
  call(() => {
    throw 'thrown'
  })
  call(async () => 'fine')
  call(() => 'fine')
  await new Promise(setImmediate)
  expect(errors).toEqual(['thrown', 'rejected'])
})

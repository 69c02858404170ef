import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { atOnce, callSafely } from '../../src/adapter'

afterEach(() => {
  jest.restoreAllMocks()
})

describe('what a function of the application returns', () => {
  it.each([undefined, null, false, 0, 'text', {}])('is taken as it is: %p', (value) => {
    expect(atOnce('ignore', value as unknown, true)).toBe(value)
  })

  it('is not taken where it is a promise, which is warned about once', async () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const rejects = () => Promise.reject(new Error('later')) as never
    expect([atOnce('ignore', rejects(), false), atOnce('ignore', rejects(), false)]).toEqual([false, false])
    expect(atOnce<string | undefined>('user', rejects(), undefined)).toBeUndefined()
    await new Promise(setImmediate)
    const cure = 'Look the value up earlier, and return it without await.'
    expect(emitWarning.mock.calls.map(([message]) => message)).toEqual([
      `ignore must return its value at once; it returned a promise, which is taken as false. ${cure}`,
      `user must return its value at once; it returned a promise, which is ignored. ${cure}`,
    ])
  })
})

describe('a call whose result nobody needs', () => {
  it('tells of a throw at once, of a rejection later, and of nothing else', async () => {
    const told: unknown[] = []
    const call = (work: () => unknown) => callSafely(work, (error) => told.push(error))
    call(() => Promise.reject('rejected'))
    call(() => {
      throw 'thrown'
    })
    call(async () => 'fine')
    call(() => 'fine')
    await new Promise(setImmediate)
    expect(told).toEqual(['thrown', 'rejected'])
  })
})

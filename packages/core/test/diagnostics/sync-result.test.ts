import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { syncResult } from '../../src/diagnostics/sync-result'

afterEach(() => {
  jest.restoreAllMocks()
})

describe('syncResult', () => {
  it.each([undefined, null, false, 0, 'text', {}])('returns %p unchanged', (value) => {
    expect(syncResult('ignore', value as unknown, true)).toBe(value)
  })

  it('replaces a promise by the fallback, and warns once for each function', async () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const rejects = () => Promise.reject(new Error('later')) as never
    expect([syncResult('ignore', rejects(), false), syncResult('ignore', rejects(), false)]).toEqual([false, false])
    expect(syncResult<string | undefined>('user', rejects(), undefined)).toBeUndefined()
    await new Promise(setImmediate)
    const fix = 'Look the value up earlier and return it without await.'
    expect(emitWarning.mock.calls.map(([message]) => message)).toEqual([
      `ignore must be synchronous, got a promise, which is replaced by false. ${fix}`,
      `user must be synchronous, got a promise, which is ignored. ${fix}`,
    ])
  })
})

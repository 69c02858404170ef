import { describe, expect, it } from '@jest/globals'
import { isAbort, isByApplication, timeoutOf } from '../../src/outgoing/cancellation'

const coded = (code: string, fields = {}) => Object.assign(new Error(code), { code, ...fields })
const aborted = (): unknown => AbortSignal.abort().reason

describe('an error by which a call ends', () => {
  it.each<[unknown, boolean, boolean]>([
    [aborted(), true, true],
    [coded('ABORT_ERR'), true, true],
    [coded('ERR_CANCELED'), true, true],
    [coded('UND_ERR_ABORTED'), true, true],
    [coded('UND_ERR_DESTROYED'), true, true],
    [new Error('the user left'), false, true],
    ['the user left', false, true],
    [undefined, false, true],
    [null, false, true],
    [coded('ECONNRESET'), false, false],
    [coded('UND_ERR_SOCKET'), false, false],
    [coded('HPE_INVALID_CONSTANT'), false, false],
  ])('%p is that of an abort: %p, and comes from the application: %p', (error, isAborted, isOurs) => {
    expect([isAbort(error), isByApplication(error)]).toEqual([isAborted, isOurs])
  })
})

describe('a timeout', () => {
  const timeout = new DOMException('too slow', 'TimeoutError')

  it.each([
    timeout,
    coded('ETIMEDOUT'),
    coded('ESOCKETTIMEDOUT'),
    coded('ECONNABORTED'),
    coded('UND_ERR_CONNECT_TIMEOUT'),
    coded('UND_ERR_HEADERS_TIMEOUT'),
    coded('UND_ERR_BODY_TIMEOUT'),
  ])('is %p', (error) => {
    expect(timeoutOf(error)).toBe(error)
  })

  it('may be the reason of an abort', () => {
    expect(timeoutOf(coded('ABORT_ERR', { cause: timeout }))).toBe(timeout)
    expect(timeoutOf(coded('ERR_CANCELED', { config: { signal: { reason: timeout } } }))).toBe(timeout)
  })

  it.each([aborted(), coded('ECONNRESET'), new Error('mine'), 'left', undefined])('is not %p', (error) => {
    expect(timeoutOf(error)).toBeUndefined()
  })
})

import { describe, expect, it } from '@jest/globals'
import { RetryMode } from '../../src/pipeline/retry-mode'

describe('retry mode', () => {
  it('allows requests and pauses at first, even after a failure', () => {
    const retryMode = new RetryMode()
    retryMode.failed()
    expect([retryMode.allowsRequests, retryMode.allowsPauses]).toEqual([true, true])
  })

  it('allows requests until the first failure if each batch gets one try', () => {
    const retryMode = new RetryMode()
    retryMode.allowOneTry()
    expect([retryMode.allowsRequests, retryMode.allowsPauses]).toEqual([true, false])
    retryMode.failed()
    expect(retryMode.allowsRequests).toBe(false)
    retryMode.allowRetries()
    expect([retryMode.allowsRequests, retryMode.allowsPauses]).toEqual([true, true])
  })

  it('stays stopped', () => {
    const retryMode = new RetryMode()
    retryMode.stop()
    retryMode.allowRetries()
    retryMode.allowOneTry()
    expect([retryMode.allowsRequests, retryMode.allowsPauses]).toEqual([false, false])
  })
})

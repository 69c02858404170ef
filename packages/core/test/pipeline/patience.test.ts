import { describe, expect, it } from '@jest/globals'
import { Patience } from '../../src/pipeline/patience'

describe('patience', () => {
  it('allows requests and pauses, whatever fails, at first', () => {
    const patience = new Patience()
    patience.failed()
    expect([patience.allowsRequests, patience.allowsPauses]).toEqual([true, true])
  })

  it('allows requests until the first failure if each batch gets one try', () => {
    const patience = new Patience()
    patience.allowOneTry()
    expect([patience.allowsRequests, patience.allowsPauses]).toEqual([true, false])
    patience.failed()
    expect(patience.allowsRequests).toBe(false)
    patience.allowRetries()
    expect([patience.allowsRequests, patience.allowsPauses]).toEqual([true, true])
  })

  it('ends for good when it is stopped', () => {
    const patience = new Patience()
    patience.stop()
    patience.allowRetries()
    patience.allowOneTry()
    expect([patience.allowsRequests, patience.allowsPauses]).toEqual([false, false])
  })
})

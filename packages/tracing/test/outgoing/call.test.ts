import { describe, expect, it } from '@jest/globals'
import { OutgoingCall } from '../../src/outgoing/call'
import { aTracer } from '../builders'

/** Ends a call by `end`, and returns what its span is then. */
function outcomeOf(end: (call: OutgoingCall) => void) {
  const { tracer, ended } = aTracer()
  let ends = 0
  end(new OutgoingCall(tracer.startSpan('GET'), 'http://pay.example/', () => ends++))
  const [span] = ended
  expect([ended.length, ends]).toEqual([1, 1])
  return { attributes: { ...span?.attributes }, status: span?.status, error: span?.events[0]?.error }
}

const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
const timeout = Object.assign(new Error('too slow'), { code: 'ETIMEDOUT' })
const FAILED = 2

describe('a call', () => {
  it('ends once', () => {
    const outcome = outcomeOf((call) => {
      call.respond(200)
      call.complete()
      call.fail(refused)
      call.cancel()
      call.interrupt()
    })
    expect(outcome).toEqual({ attributes: { 'http.response.status_code': 200 }, status: { code: 0 }, error: undefined })
  })

  it('fails with an exception because of an error', () => {
    expect(outcomeOf((call) => call.fail(refused))).toMatchObject({
      status: { code: FAILED, message: 'refused' },
      error: refused,
    })
    expect(outcomeOf((call) => call.breakOff())).toMatchObject({
      status: { code: FAILED },
      error: { code: 'ECONNRESET' },
    })
    expect(outcomeOf((call) => call.fail('not an Error'))).toMatchObject({ status: { message: 'not an Error' } })
  })
})

describe('a call that the application cancels', () => {
  it('has no exception, and succeeds or fails by its status', () => {
    const answered = outcomeOf((call) => {
      call.respond(200)
      call.cancel()
    })
    expect(answered).toEqual({
      attributes: { 'http.response.status_code': 200, cancelled: true },
      status: { code: 0 },
      error: undefined,
    })
    expect(outcomeOf((call) => call.cancel())).toEqual({
      attributes: { cancelled: true },
      status: { code: FAILED },
      error: undefined,
    })
  })

  it('is the same if its client reports the end as an error', () => {
    const outcome = outcomeOf((call) => {
      call.willCancel(undefined)
      call.fail(refused)
    })
    expect(outcome).toMatchObject({ attributes: { cancelled: true }, error: undefined })
  })

  it('fails with the timeout that it is cancelled for', () => {
    const byReason = outcomeOf((call) => {
      call.willCancel(timeout)
      call.breakOff()
    })
    const byEvent = outcomeOf((call) => {
      call.timeOut()
      call.willCancel(refused)
      call.breakOff()
    })
    expect(byReason).toMatchObject({ status: { code: FAILED }, error: timeout })
    expect(byEvent).toMatchObject({ status: { code: FAILED }, error: { code: 'ETIMEDOUT', cause: refused } })
  })
})

import { createServer } from 'node:http'
import { afterAll, describe, expect, it } from '@jest/globals'
import { createTracing, type IncomingOptions, type OutgoingOptions } from '../src'

const tracing = createTracing({ disabled: true })
afterAll(() => tracing.close())

describe('rejects an invalid option before any request', () => {
  it.each<[object, string]>([
    [
      { ignore: '/health' },
      "incoming.ignore must be an array of rules, such as ['/health', /^\\/static\\//], got a string.",
    ],
    [{ ignore: [7] }, 'incoming.ignore must be an array of rules'],
    [
      { trustProxy: ['shop.example'] },
      'incoming.trustProxy must be true, false, a number of proxies, or their addresses',
    ],
    [{ user: 5 }, 'incoming.user must be a function, got a number.'],
    [{ ingore: [] }, 'ingore is not an option of incoming. Did you mean ignore?'],
  ])('incoming %j', (options, message) => {
    const how = options as IncomingOptions
    expect(() => tracing.trackIncoming(how)).toThrow(message)
    expect(() => tracing.trackRequests(createServer(), how)).toThrow(message)
  })

  it.each<[object, string]>([
    [{ ignore: 'a.b' }, "outgoing.ignore must be an array of rules, such as ['pay.example', /^https:/], got a string."],
    [
      { propagateTo: { host: 'a.b' } },
      "outgoing.propagateTo must be a rule or an array of rules, such as ['*.internal', /^https:/], got an object.",
    ],
    [{ propagateTo: [null] }, 'outgoing.propagateTo must be a rule or an array of rules'],
    [{ hosts: [] }, 'hosts is not an option of outgoing. The options are ignore, propagateTo.'],
  ])('outgoing %j', (options, message) => {
    expect(() => tracing.trackOutgoing(options as OutgoingOptions)).toThrow(message)
  })
})

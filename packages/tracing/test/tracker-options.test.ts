import { createServer } from 'node:http'
import { afterAll, describe, expect, it } from '@jest/globals'
import { createTracing, type IncomingOptions, type OutgoingOptions } from '../src'

const tracing = createTracing({ disabled: true })
afterAll(() => tracing.close())

describe('an option that cannot work is refused at once, before any request', () => {
  it.each<[object, string]>([
    [{ ignore: '/health' }, "ignore of incoming must be a list, such as ['/health', /^\\/static\\//], got string."],
    [{ ignore: [7] }, 'ignore of incoming must be a list'],
    [{ user: 5 }, 'user of incoming must be a function, got number.'],
    [{ ingore: [] }, 'ingore is not an option of incoming. Did you mean ignore?'],
  ])('incoming %j', (options, message) => {
    const how = options as IncomingOptions
    expect(() => tracing.trackIncoming(how)).toThrow(message)
    expect(() => tracing.trackRequests(createServer(), how)).toThrow(message)
  })

  it.each<[object, string]>([
    [{ ignore: 'a.b' }, 'ignore of outgoing must be a list'],
    [{ hosts: [] }, 'hosts is not an option of outgoing. The options are ignore.'],
  ])('outgoing %j', (options, message) => {
    expect(() => tracing.trackOutgoing(options as OutgoingOptions)).toThrow(message)
  })
})

import { hang, type ScriptedIngestion, slackMs, startIngestion, status } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { SeverityLevel, TelemetryClient, type TraceTelemetry } from '../../src'
import { exceptionsReceived, type PreserializedTrace } from '../../src/adapter'

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

function connect(options: object = {}): TelemetryClient {
  return new TelemetryClient({ connectionString: ingestion.connectionString, ...options })
}

describe('a client', () => {
  it('delivers traces with severity, time, dimensions and measurements', async () => {
    await using client = connect({ cloudRole: 'shop', cloudRoleInstance: 'shop-1', applicationVersion: '1.2.3' })
    client.trackTrace({
      message: 'Order placed',
      severityLevel: SeverityLevel.Warning,
      time: new Date('2026-01-02T03:04:05.678Z'),
      properties: { orderId: 42, nested: { a: [1] } },
      measurements: { total: 9.5, broken: Number.NaN },
      tags: { 'ai.operation.id': 'abc' },
    })
    expect(await client.flush()).toMatchObject({ ok: true, sent: 1 })
    expect(ingestion.accepted).toMatchObject([
      {
        time: '2026-01-02T03:04:05.678Z',
        tags: {
          'ai.cloud.role': 'shop',
          'ai.cloud.roleInstance': 'shop-1',
          'ai.application.ver': '1.2.3',
          'ai.internal.sdkVersion': expect.stringMatching(/^azmon:\d+\.\d+\.\d+/),
          'ai.operation.id': 'abc',
        },
        data: {
          baseType: 'MessageData',
          baseData: {
            message: 'Order placed',
            severityLevel: 2,
            properties: { orderId: '42', nested: '{"a":[1]}' },
            measurements: { total: 9.5 },
          },
        },
      },
    ])
    expect(ingestion.accepted[0]?.data.baseData.measurements).not.toHaveProperty('broken')
  })

  it('delivers exceptions', async () => {
    await using client = connect()
    client.trackException({ exception: new RangeError('too far'), properties: { orderId: 42 } })
    await client.flush()
    expect(ingestion.accepted).toMatchObject([
      {
        data: {
          baseType: 'ExceptionData',
          baseData: {
            severityLevel: 3,
            properties: { orderId: '42' },
            exceptions: [{ typeName: 'RangeError', message: 'too far' }],
          },
        },
      },
    ])
  })

  it('uses the time of the call, not the time of sending', async () => {
    await using client = connect()
    const before = Date.now()
    client.trackTrace({ message: 'now' })
    const after = Date.now()
    await client.flush()
    const time = Date.parse(ingestion.accepted[0]?.time ?? '')
    expect(time >= before && time <= after).toBe(true)
  })

  it('does not create an envelope if it is disabled', () => {
    const client = new TelemetryClient({ disabled: true })
    client.track(() => {
      throw new Error('was asked')
    })
    expect(client.stats()).toMatchObject({ disabled: true, received: 0 })
  })

  it.each<[string, (client: TelemetryClient) => void]>([
    ['nothing', (client) => client.trackTrace(undefined as never)],
    ['a trace without a message', (client) => client.track({ time: 'now', data: {} } as never)],
    [
      'an object that throws',
      (client) =>
        client.trackTrace(
          new Proxy(
            {},
            {
              get: () => {
                throw new Error('no')
              },
            },
          ) as TraceTelemetry,
        ),
    ],
    [
      'an envelope that cannot be made',
      (client) =>
        client.track(() => {
          throw new Error('no')
        }),
    ],
  ])('does not throw if it is passed %s, and counts it', async (_, misuse) => {
    await using client = connect()
    misuse(client)
    client.trackTrace({ message: 'after' })
    await client.flush()
    expect(ingestion.accepted).toHaveLength(1)
    expect(client.stats()).toMatchObject({ received: 2, sent: 1, dropped: 1, droppedByReason: { unreadable: 1 } })
  })

  it('counts the exceptions of all clients in the process', async () => {
    await using client = connect()
    await using other = connect({ samplingRatio: 0 })
    const before = exceptionsReceived()
    client.trackException({ exception: new RangeError('too far') })
    other.trackException({ exception: 'thrown' })
    other.trackTrace({ message: 'sampled away' })
    client.trackTrace({ message: 'no exception' })
    expect(exceptionsReceived() - before).toBe(2)
  })

  it('replaces an invalid time with the current time', async () => {
    await using client = connect()
    client.trackTrace({ message: 'x', time: new Date(Number.NaN) })
    expect(await client.flush()).toMatchObject({ ok: true, sent: 1 })
  })
})

describe('a preserialized trace', () => {
  const written: PreserializedTrace = {
    time: '2026-01-02T03:04:05.678Z',
    tags: { 'ai.operation.id': 'abc', 'ai.session.id': 's'.repeat(65) },
    sampleRate: undefined,
    severityLevel: SeverityLevel.Warning,
    baseType: 'MessageData',
    data: '"message":"Order placed","severityLevel":2,"properties":{"orderId":"42"}',
    truncated: 0,
  }

  it('arrives like any other, with the limits of tags applied', async () => {
    await using client = connect()
    client.track(() => written)
    const { time, tags, severityLevel } = written
    const properties = { orderId: '42' }
    client.track(() => ({
      ...{ time, tags: { ...tags } },
      data: { baseType: 'MessageData', baseData: { message: 'Order placed', severityLevel, properties } },
    }))
    expect(await client.flush()).toMatchObject({ ok: true, sent: 2 })
    const [spliced, tracked] = ingestion.accepted
    expect(spliced).toEqual(tracked)
    expect(spliced?.tags['ai.session.id']).toHaveLength(64)
    expect(client.stats()).toMatchObject({ received: 2, truncated: 2 })
  })

  it('is accepted if the client is enabled, has no processors, and does not sample traces', () => {
    const takes = (options: object) => {
      const client = connect(options)
      client.release()
      return client.acceptsPreserialized
    }
    expect(takes({})).toBe(true)
    expect(takes({ samplingRatioByKind: { Request: 0.5 } })).toBe(true)
    expect(takes({ disabled: true })).toBe(false)
    expect(takes({ processors: [() => {}] })).toBe(false)
    expect(takes({ samplingRatio: 0.5 })).toBe(false)
    expect(takes({ samplingRatio: 0.5, samplingRatioByKind: { Message: 1 } })).toBe(true)
    expect(takes({ samplingRatioBySeverity: { [SeverityLevel.Verbose]: 0 } })).toBe(false)
  })

  it('is shrunk like any other if it is too large', async () => {
    await using client = connect()
    const texts = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`text${i}`, 'x'.repeat(8_000)]))
    const data = { message: 'x', severityLevel: SeverityLevel.Warning, properties: texts }
    client.track(() => ({ ...written, data: JSON.stringify(data).slice(1, -1), truncated: 1 }))
    expect(client.stats()).toMatchObject({ received: 1, truncated: 3 })
    client.track({ time: written.time, tags: { ...written.tags }, data: { baseType: 'MessageData', baseData: data } })
    expect(await client.flush()).toMatchObject({ ok: true, sent: 2 })
    const [preserialized, tracked] = ingestion.accepted
    expect(preserialized).toEqual(tracked)
  })

  it('is sampled out with its kind', async () => {
    await using client = connect({ samplingRatioByKind: { Exception: 0 } })
    const exception = { ...written, baseType: 'ExceptionData', data: '"exceptions":[],"severityLevel":2' } as const
    client.track(() => exception)
    client.track(() => ({ ...exception, severityLevel: SeverityLevel.Error }))
    client.track(() => written)
    expect(client.stats()).toMatchObject({ received: 2, filtered: { sampling: 1 } })
  })

  it('is counted as dropped if it is not accepted', async () => {
    await using client = connect({ processors: [() => {}] })
    client.track(() => written)
    expect(client.stats()).toMatchObject({ received: 1, droppedByReason: { unreadable: 1 } })
  })
})

it('calls onBeforeFlush callbacks before each flush, and sends what they track', async () => {
  const client = connect()
  client.onBeforeFlush(() => client.trackTrace({ message: 'held back' }))
  client.onBeforeFlush(() => client.trackTrace({ message: 'not any more' }))()
  client.onBeforeFlush(() => {
    throw new Error('mine')
  })
  expect(await client.flush()).toMatchObject({ ok: true, sent: 1 })
  await client.flush()
  expect(ingestion.accepted.map(({ data }) => data.baseData.message)).toEqual(['held back', 'held back'])
})

describe('a closed client', () => {
  it('calls onBeforeClose callbacks once, and sends what they track', async () => {
    const client = connect()
    client.onBeforeClose(() => client.trackTrace({ message: 'held back' }))
    const stop = client.onBeforeClose(() => client.trackTrace({ message: 'not any more' }))
    stop()
    expect(await client.close()).toMatchObject({ ok: true, sent: 1 })
    await client.close()
    expect(ingestion.accepted).toMatchObject([{ data: { baseData: { message: 'held back' } } }])
  })

  it('has flushed, and counts later items as dropped', async () => {
    const client = connect()
    client.trackTrace({ message: 'in time' })
    const closed = client.close()
    client.trackTrace({ message: 'too late' })
    expect(await closed).toMatchObject({ ok: true, sent: 1 })
    expect(await client.close()).toMatchObject({ ok: true, sent: 1 })
    expect(client.stats()).toMatchObject({ received: 2, sent: 1, droppedByReason: { closed: 1 } })
  })

  it('has stored the items that it could not send', async () => {
    ingestion.always(hang)
    const client = connect()
    client.trackTrace({ message: 'x' })
    expect(await client.close({ timeoutMs: 50 })).toEqual({ ok: false, sent: 0, spooled: 1, dropped: 0, pending: 0 })
    expect(client.stats()).toMatchObject({ queued: 0, inFlight: 0, dropped: 0, spooled: 1 })
  })

  it('resolves a later flush without waiting', async () => {
    ingestion.always(hang)
    const client = connect()
    client.trackTrace({ message: 'x' })
    await client.close({ timeoutMs: 50 })
    const startedMs = performance.now()
    expect(await client.flush()).toMatchObject({ ok: false, spooled: 1 })
    expect(performance.now() - startedMs).toBeLessThan(2_000 + (await slackMs()))
  })

  it('reports the items that it could neither send nor store', async () => {
    ingestion.always(hang)
    const client = connect({ durability: 'memory' })
    client.trackTrace({ message: 'x' })
    expect(await client.close({ timeoutMs: 50 })).toEqual({ ok: false, sent: 0, spooled: 0, dropped: 1, pending: 0 })
    expect(client.stats()).toMatchObject({ queued: 0, inFlight: 0, droppedByReason: { closed: 1 } })
  })
})

describe('closing', () => {
  it.each([0, 1, 5, 50])(
    'ends within its timeout of %i ms, and counts every item of a large batch',
    async (timeoutMs) => {
      const client = connect()
      for (let i = 0; i < 400; i++) client.trackTrace({ message: 'x'.repeat(2_000) })
      const startedMs = performance.now()
      await client.close({ timeoutMs })
      expect(performance.now() - startedMs).toBeLessThan(2_000 + (await slackMs()))
      const { received, sent, spooled, queued, inFlight } = client.stats()
      expect({ all: sent + spooled, queued, inFlight }).toEqual({ all: received, queued: 0, inFlight: 0 })
    },
  )

  it.each([0, 5, 50])('ends within its timeout of %i ms even if the endpoint hangs', async (timeoutMs) => {
    ingestion.always(hang)
    const client = connect()
    for (let i = 0; i < 400; i++) client.trackTrace({ message: 'x'.repeat(2_000) })
    const startedMs = performance.now()
    expect(await client.close({ timeoutMs })).toMatchObject({ ok: false, spooled: 400 })
    expect(performance.now() - startedMs).toBeLessThan(2_000 + (await slackMs()))
    expect(client.stats()).toMatchObject({ received: 400, spooled: 400, queued: 0, inFlight: 0 })
  })

  it.each(['hangs', 'answers late'])(
    'ends within its timeout if a credential %s, and sends nothing afterwards',
    async (how) => {
      let answer: (token: { token: string; expiresOnTimestamp: number }) => void = () => {}
      const given = new Promise<{ token: string; expiresOnTimestamp: number }>((resolve) => {
        answer = resolve
      })
      const client = connect({ credential: { getToken: () => given } })
      client.trackTrace({ message: 'x' })
      expect(await client.close({ timeoutMs: 50 })).toMatchObject({ spooled: 1 })
      expect(client.stats()).toMatchObject({ queued: 0, inFlight: 0, spooled: 1 })
      if (how === 'answers late') answer({ token: 'late', expiresOnTimestamp: Date.now() + 3_600_000 })
      await new Promise((resolve) => setImmediate(resolve))
      expect(ingestion.requests).toHaveLength(0)
    },
  )

  it('ends within its timeout if the endpoint requires smaller requests and then hangs', async () => {
    ingestion.script(status(413), hang, hang, hang)
    ingestion.always(hang)
    const client = connect()
    for (let i = 0; i < 4; i++) client.trackTrace({ message: 'x'.repeat(2_000) })
    const startedMs = performance.now()
    await client.close({ timeoutMs: 100 })
    expect(performance.now() - startedMs).toBeLessThan(2_000 + (await slackMs()))
    expect(client.stats()).toMatchObject({ received: 4, spooled: 4, queued: 0, inFlight: 0 })
  })
})

describe('closing before the process exits', () => {
  it('also sends the items that were spooled to the disk', async () => {
    const client = connect({ maxQueueBytes: 65_536 })
    for (let i = 0; i < 1_000; i++) client.trackTrace({ message: `record ${i}` })
    expect(client.stats().spooled).toBeGreaterThan(0)
    await client.closeBeforeExit()
    expect(new Set(ingestion.accepted.map(({ data }) => data.baseData.message)).size).toBe(1_000)
    expect(ingestion.accepted).toHaveLength(1_000)
  })

  it('stores the items that cannot be sent in time', async () => {
    ingestion.always(hang)
    const client = connect({ exitFlushMs: 50 })
    client.trackTrace({ message: 'x' })
    await client.closeBeforeExit()
    expect(client.stats()).toMatchObject({ sent: 0, spooled: 1, dropped: 0 })
  })

  it('does nothing if the client is disabled', async () => {
    await new TelemetryClient({ disabled: true }).closeBeforeExit()
  })
})

describe('a flush', () => {
  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, 1e12, '5000' as never, null as never])(
    'with timeoutMs %p uses a valid timeout instead, and does not throw',
    async (timeoutMs) => {
      await using client = connect()
      client.trackTrace({ message: 'x' })
      const report = await client.flush({ timeoutMs })
      expect(report.sent + report.pending).toBe(1)
      expect(report.ok || timeoutMs === -1).toBe(true)
    },
  )

  it('without options uses the defaults', async () => {
    await using client = connect()
    client.trackTrace({ message: 'x' })
    expect(await client.flush(null as never)).toMatchObject({ ok: true, sent: 1 })
  })
})

describe('a client in a test with fake timers and a fake clock', () => {
  afterEach(() => void jest.useRealTimers())

  it('delivers and closes', async () => {
    jest.useFakeTimers({ now: 0 })
    const client = connect()
    client.trackTrace({ message: 'x' })
    expect(await client.flush()).toMatchObject({ ok: true, sent: 1 })
    expect(await client.close()).toMatchObject({ ok: true })
  })

  it('gives up after the timeout', async () => {
    ingestion.always(hang)
    jest.useFakeTimers()
    const client = connect()
    client.trackTrace({ message: 'x' })
    expect(await client.close({ timeoutMs: 50 })).toMatchObject({ spooled: 1 })
  })
})

describe('clients of two copies of this package', () => {
  it('share one pipeline, and each flush reports the items since the last one', async () => {
    const copies = [0, 1].map(() => {
      let loaded: typeof import('../../src') | undefined
      jest.isolateModules(() => {
        loaded = require('../../src')
      })
      if (loaded === undefined) throw new Error('not loaded')
      return new loaded.TelemetryClient({ connectionString: ingestion.connectionString })
    })
    const [first, second] = copies
    for (let i = 0; i < 9; i++) second?.trackTrace({ message: `second ${i}` })
    for (let i = 0; i < 2; i++) first?.trackTrace({ message: `first ${i}` })
    expect(await first?.flush()).toEqual({ ok: true, sent: 11, spooled: 0, dropped: 0, pending: 0 })
    expect(ingestion.requests).toHaveLength(1)
    expect(await second?.flush()).toMatchObject({ ok: true, sent: 0 })
    await Promise.all(copies.map((client) => client.close()))
  })
})

describe('clients of one destination', () => {
  it('share one pipeline, and keep their own tags', async () => {
    await using shop = connect({ cloudRole: 'shop' })
    await using till = connect({ cloudRole: 'till' })
    shop.trackTrace({ message: 'a' })
    till.trackTrace({ message: 'b' })
    await shop.flush()
    expect(ingestion.requests).toHaveLength(1)
    expect(ingestion.accepted.map((item) => item.tags['ai.cloud.role'])).toEqual(['shop', 'till'])
    expect(till.stats()).toEqual(shop.stats())
  })

  it('continue when one of them is closed', async () => {
    const first = connect()
    await using second = connect()
    await first.close()
    second.trackTrace({ message: 'still here' })
    expect(await second.flush()).toMatchObject({ ok: true, sent: 1 })
  })

  it('get a new pipeline after the last of them was closed', async () => {
    await connect().close()
    await using client = connect()
    client.trackTrace({ message: 'again' })
    expect(await client.flush()).toMatchObject({ ok: true, sent: 1 })
    expect(client.stats().received).toBe(1)
  })

  it('each report failures to their own onError', async () => {
    const heard: string[] = []
    await using client = connect({ minRetryDelayMs: 1, onError: () => heard.push('first') })
    await using _other = connect({ minRetryDelayMs: 1, onError: () => heard.push('second') })
    ingestion.script(status(500))
    client.trackTrace({ message: 'x' })
    await client.flush()
    expect(heard).toEqual(['first', 'second'])
  })

  it('report a processor that always throws once a second, even if onError logs', async () => {
    let heard = 0
    await using client: TelemetryClient = connect({
      processors: [
        () => {
          throw new Error('no')
        },
      ],
      onError: () => {
        heard++
        client.trackTrace({ message: 'telemetry trouble' })
      },
    })
    for (let i = 0; i < 100; i++) client.trackTrace({ message: 'x' })
    expect(await client.flush()).toMatchObject({ ok: true, sent: 101 })
    expect(heard).toBe(1)
    expect(client.stats().processorErrors).toBe(101)
  })

  it('report an adapter that always throws once a second, and count each of its items', async () => {
    const heard: Error[] = []
    await using client: TelemetryClient = connect({
      onError: (error: Error) => {
        heard.push(error)
        client.track(() => {
          throw new TypeError('in onError')
        })
      },
    })
    const bug = new TypeError('bug')
    for (let i = 0; i < 10; i++) {
      client.track(() => {
        throw bug
      })
    }
    expect(heard).toEqual([bug])
    expect(client.stats()).toMatchObject({ droppedByReason: { unreadable: 11 }, lastError: { message: 'bug' } })
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'envelope'],
    ['an object without data', { time: 'now' }],
    ['an envelope without a time', { data: { baseType: 'MessageData', baseData: { message: 'x' } } }],
    ['a promise that rejects', Promise.reject(new Error('async'))],
  ])('report an adapter that returns %s, and deliver other items', async (_, made) => {
    const heard: Error[] = []
    const client = connect({ onError: (error: Error) => heard.push(error) })
    client.track(() => made as never)
    client.trackEvent({ name: 'beside it' })
    expect(heard).toEqual([new TypeError('track must be given an envelope with a time and data.')])
    expect(client.stats().droppedByReason).toEqual({ unreadable: 1 })
    expect(await client.close()).toMatchObject({ ok: false, sent: 1, dropped: 1 })
  })

  it.each<[string, () => unknown, string]>([
    ['a string', () => 'bug', 'bug'],
    ['an object with a message', () => ({ code: 7, message: 'bug' }), 'bug'],
    ['an object without a prototype', () => Object.create(null), 'A value of type object was thrown.'],
    [
      'a revoked Proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {})
        revoke()
        return proxy
      },
      'A value of type object was thrown.',
    ],
    [
      'an error whose message throws',
      () =>
        Object.defineProperty(new Error('x'), 'message', {
          get() {
            throw new Error('no')
          },
        }),
      'A value of type object was thrown.',
    ],
  ])('report an adapter that throws %s', async (_, thrown, message) => {
    const heard: string[] = []
    await using client = connect({ onError: (error: Error) => heard.push(error.message) })
    client.track(() => {
      throw thrown()
    })
    expect(heard).toEqual([message])
    expect(client.stats().droppedByReason).toEqual({ unreadable: 1 })
  })

  it('report failures to a shared onError even after one of them has closed', async () => {
    let heard = 0
    const onError = () => heard++
    const first = connect({ minRetryDelayMs: 1, onError })
    await using second = connect({ minRetryDelayMs: 1, onError })
    await first.close()
    ingestion.script(status(500))
    second.trackTrace({ message: 'x' })
    await second.flush()
    expect(heard).toBe(1)
  })
})

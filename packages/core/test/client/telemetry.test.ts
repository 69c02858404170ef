import { type ScriptedIngestion, startIngestion, type WireEnvelope } from '@azmon/testkit'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { TelemetryClient, type TelemetryClientOptions } from '../../src'

let ingestion: ScriptedIngestion

beforeAll(async () => {
  ingestion = await startIngestion()
})

afterAll(() => ingestion.close())

/** The items that arrive at the endpoint after `track`, and the stats of the client. */
async function sent(track: (client: TelemetryClient) => unknown, options: TelemetryClientOptions = {}) {
  const before = ingestion.accepted.length
  const client = new TelemetryClient({ connectionString: ingestion.connectionString, ...options })
  await track(client)
  await client.close()
  return { items: ingestion.accepted.slice(before), stats: client.stats() }
}

describe('each kind of telemetry', () => {
  const dimensions = { properties: { a: 1 }, measurements: { m: 2 } }
  const onWire = { properties: { a: '1' }, measurements: { m: 2 } }
  const id = 'abcdef0123456789'

  it.each<[string, (client: TelemetryClient) => void, string, object]>([
    [
      'a trace',
      (c) => c.trackTrace({ message: 'hello', severityLevel: 2, ...dimensions }),
      'Message',
      { message: 'hello', severityLevel: 2, ...onWire },
    ],
    [
      'an event',
      (c) => c.trackEvent({ name: 'OrderPlaced', ...dimensions }),
      'Event',
      { name: 'OrderPlaced', ...onWire },
    ],
    [
      'a measurement',
      (c) => c.trackMetric({ name: 'queue', value: 3, properties: { a: 1 } }),
      'Metric',
      { metrics: [{ name: 'queue', kind: 0, value: 3 }], properties: { a: '1' } },
    ],
    [
      'an aggregate',
      (c) => c.trackMetric({ name: 'queue', namespace: 'shop', value: 30, count: 3, min: 5, max: 15, stdDev: 4 }),
      'Metric',
      { metrics: [{ name: 'queue', ns: 'shop', kind: 1, value: 30, count: 3, min: 5, max: 15, stdDev: 4 }] },
    ],
    [
      'a request',
      (c) =>
        c.trackRequest({
          id,
          name: 'GET /orders/:id',
          durationMs: 1_234.5,
          responseCode: 404,
          url: 'https://shop.example/orders/7',
          ...dimensions,
        }),
      'Request',
      {
        id,
        name: 'GET /orders/:id',
        duration: '00:00:01.2345000',
        responseCode: '404',
        success: false,
        url: 'https://shop.example/orders/7',
        ...onWire,
      },
    ],
    [
      'a dependency',
      (c) =>
        c.trackDependency({
          id,
          name: 'SELECT orders',
          durationMs: 5,
          success: true,
          type: 'SQL',
          target: 'db',
          data: 'SELECT 1',
          resultCode: 0,
          ...dimensions,
        }),
      'RemoteDependency',
      {
        id,
        name: 'SELECT orders',
        duration: '00:00:00.0050000',
        success: true,
        type: 'SQL',
        target: 'db',
        data: 'SELECT 1',
        resultCode: '0',
        ...onWire,
      },
    ],
    [
      'an availability result',
      (c) =>
        c.trackAvailability({
          id,
          name: 'front page',
          durationMs: 80,
          success: false,
          runLocation: 'here',
          message: 'no answer',
          ...dimensions,
        }),
      'Availability',
      {
        id,
        name: 'front page',
        duration: '00:00:00.0800000',
        success: false,
        runLocation: 'here',
        message: 'no answer',
        ...onWire,
      },
    ],
    [
      'a page view',
      (c) =>
        c.trackPageView({
          id,
          name: 'Basket',
          url: 'https://shop.example/basket',
          durationMs: 120,
          referrer: 'https://search.example/?token=a',
          ...dimensions,
        }),
      'PageView',
      {
        id,
        name: 'Basket',
        url: 'https://shop.example/basket',
        duration: '00:00:00.1200000',
        referrerUri: 'https://search.example/?token=redacted',
        ...onWire,
      },
    ],
    [
      'a page view of which only the name is known',
      (c) => c.trackPageView({ id, name: 'Basket' }),
      'PageView',
      { id, name: 'Basket' },
    ],
  ])('is sent as its own kind of envelope: %s', async (_, track, kind, baseData) => {
    const { items } = await sent(track)
    expect(items).toMatchObject([
      { ver: 1, name: `Microsoft.ApplicationInsights.${kind}`, data: { baseType: `${kind}Data` } },
    ])
    expect(items[0]?.data.baseData).toEqual({ ver: 2, ...baseData })
  })

  it('gets a new id by default', async () => {
    const { items } = await sent((c) => c.trackRequest({ name: 'GET /', durationMs: 1, responseCode: 200 }))
    expect(items).toMatchObject([
      { data: { baseData: { id: expect.stringMatching(/^[0-9a-f]{16}$/), success: true } } },
    ])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined as never])(
    'is dropped and counted if it is a metric of %p',
    async (value) => {
      const { items, stats } = await sent((c) => c.trackMetric({ name: 'queue', value }))
      expect(items).toEqual([])
      expect(stats).toMatchObject({ received: 1, dropped: 1, droppedByReason: { unreadable: 1 } })
    },
  )

  it('loses measurements that are not finite numbers, and counts them', async () => {
    const { items, stats } = await sent((c) =>
      c.trackEvent({ name: 'x', measurements: { good: 1, bad: Number.NaN, worse: 'text' as never } }),
    )
    expect(measurementsOf(items)).toEqual({ good: 1 })
    expect(stats).toMatchObject({ sent: 1, measurementsDropped: 2 })
  })
})

describe('requests, dependencies and page views lose secrets', () => {
  const tags = { 'ai.operation.name': 'GET /a?token=canary' }

  it('in their names, targets and URLs, and in the name of their operation', async () => {
    const { items, stats } = await sent((client) => {
      const own = { name: 'GET /a?token=canary', durationMs: 1, tags }
      client.trackRequest({ ...own, responseCode: 200, url: '/a?sig=canary', source: 'amqp://ada:canary@queue' })
      client.trackDependency({
        ...own,
        success: true,
        target: 'redis://:canary@cache',
        data: "SET PASSWORD = 'canary'",
      })
      client.track(() => {
        const baseData = { id: '1', name: 'a', url: '/b?code=canary', referrerUri: 'https://a.example/?token=canary' }
        return { time: '2026-01-01T00:00:00Z', data: { baseType: 'PageViewData', baseData } }
      })
    })
    expect(JSON.stringify(items)).not.toContain('canary')
    expect(items).toMatchObject([
      {
        tags: { 'ai.operation.name': 'GET /a?token=redacted' },
        data: { baseData: { name: 'GET /a?token=redacted', url: '/a?sig=redacted', source: 'amqp://queue' } },
      },
      { data: { baseData: { target: 'redis://cache', data: "SET PASSWORD = '[redacted]'" } } },
      { data: { baseData: { url: '/b?code=redacted', referrerUri: 'https://a.example/?token=redacted' } } },
    ])
    expect(stats.redacted).toBe(10)
    expect(tags).toEqual({ 'ai.operation.name': 'GET /a?token=canary' })
  })
})

it('exceptions lose secrets that libraries quote, and keep the rest of a long message', async () => {
  const cause = new Error('Command failed: pg_dump --password=canary')
  const { items, stats } = await sent((c) => {
    const message = `GET https://ada:canary@shop.example/orders?token=canary ${'x'.repeat(20_000)} the end`
    c.trackException({ exception: new Error(message, { cause }) })
  })
  expect(JSON.stringify(items)).not.toContain('canary')
  const [first, second] = items[0]?.data.baseData.exceptions ?? []
  expect(first?.message).toMatch(/^GET https:\/\/shop\.example\/orders\?token=redacted x+ the end$/)
  expect(second?.message).toBe('Command failed: pg_dump --password=[redacted]')
  expect(stats.redacted).toBeGreaterThanOrEqual(2)
})

describe('an exception', () => {
  const exceptionOf = async (exception: unknown, properties?: Readonly<Record<string, unknown>>) => {
    const { items } = await sent((c) => c.trackException({ exception, properties }))
    return items[0]?.data.baseData
  }

  it.each<[string, unknown, object]>([
    [
      'an object without a message',
      { code: 'E_CARD', status: 402, password: 'canary' },
      {
        exceptions: [{ typeName: 'Object', message: '{"code":"E_CARD","status":402,"password":"[redacted]"}' }],
        properties: { code: 'E_CARD', status: '402', password: '[redacted]' },
      },
    ],
    [
      'an object with a message',
      { name: 'CardError', message: 'declined', type: 'card_error', status: 402 },
      {
        exceptions: [{ typeName: 'CardError', message: 'declined' }],
        properties: { status: '402', type: 'card_error' },
      },
    ],
    [
      'a serialized error',
      { type: 'CardError', message: 'declined', stack: 'CardError: declined\n    at pay (/app/pay.js:1:2)', code: 7 },
      {
        exceptions: [{ typeName: 'CardError', message: 'declined', hasFullStack: true }],
        properties: { code: '7' },
      },
    ],
    [
      'an array of objects',
      [{ path: 'card', message: 'expired' }],
      { exceptions: [{ typeName: 'Array', message: '[{"path":"card","message":"expired"}]' }] },
    ],
    [
      'an error with fields',
      Object.assign(new RangeError('expired'), { code: 'E_CARD' }),
      { exceptions: [{ typeName: 'RangeError', message: 'expired' }], properties: { code: 'E_CARD' } },
    ],
    [
      'an object that throws when it is read',
      Object.defineProperty({ status: 402 }, 'message', {
        enumerable: true,
        get: () => {
          throw new Error('must not be read')
        },
      }),
      { exceptions: [{ typeName: 'Object' }], properties: { status: '402' } },
    ],
    [
      'an error whose cause is not an error',
      new Error('no', { cause: { status: 402 } }),
      { exceptions: [{ message: 'no' }], properties: { cause: '{"status":402}' } },
    ],
  ])('shows what was thrown: %s', async (_, thrown, expected) => {
    expect(await exceptionOf(thrown)).toMatchObject(expected)
  })

  it('keeps the properties of the call if the thrown object has the same', async () => {
    const properties = { code: 'of the call' }
    expect(await exceptionOf({ code: 'E_CARD', status: 402 }, properties)).toMatchObject({
      properties: { code: 'of the call', status: '402' },
    })
  })
})

describe('the options of a client', () => {
  it('sample items, and count the filtered ones', async () => {
    const { items, stats } = await sent(
      (c) => {
        c.trackTrace({ message: 'x' })
        c.trackException({ exception: new Error('x') })
      },
      { samplingRatio: 0 },
    )
    expect(items.map((item) => item.data.baseType)).toEqual(['ExceptionData'])
    expect(stats).toMatchObject({ received: 1, sent: 1, filtered: { sampling: 1 } })
  })

  it('run processors before sampling and redaction', async () => {
    const { items, stats } = await sent(
      (c) => {
        c.trackTrace({ message: 'keep', properties: { a: 1 } })
        c.trackTrace({ message: 'drop' })
      },
      {
        samplingRatio: 0,
        processors: [
          ({ data }) => data.baseType !== 'MessageData' || data.baseData.message !== 'drop',
          (envelope) => {
            envelope.sampleRate = 100
            envelope.tags = { 'ai.cloud.role': 'renamed' }
            Object.assign(envelope.data.baseData.properties ?? {}, {
              password: 'canary',
              count: 7,
              link: '/a?token=canary',
              long: 'x'.repeat(10_000),
            })
          },
        ],
      },
    )
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ sampleRate: 100, tags: { 'ai.cloud.role': 'renamed' } })
    const redacted = { password: '[redacted]', link: '/a?token=redacted' }
    expect(items[0]?.data.baseData.properties).toMatchObject({ a: '1', count: '7', ...redacted })
    expect(items[0]?.data.baseData.properties?.['long']).toHaveLength(8_192)
    expect(stats).toMatchObject({ received: 1, filtered: { processor: 1 }, redacted: 2, truncated: 1 })
  })

  it('accept frozen properties from a processor', async () => {
    const { items } = await sent((c) => c.trackTrace({ message: 'x' }), {
      processors: [
        ({ data: { baseData } }) => {
          baseData.properties = Object.freeze({ tenant: 't1', token: 'canary', link: '/a?token=canary' })
        },
      ],
    })
    const properties = { tenant: 't1', token: '[redacted]', link: '/a?token=redacted' }
    expect(items[0]?.data.baseData.properties).toEqual(properties)
  })

  it('count a processor that throws, and still send the item', async () => {
    const { items, stats } = await sent((c) => c.trackTrace({ message: 'x' }), {
      processors: [
        () => {
          throw new Error('no')
        },
      ],
    })
    expect(items).toHaveLength(1)
    expect(stats).toMatchObject({ processorErrors: 1, lastError: { message: 'no' } })
  })

  it('redact added keys and flatten objects', async () => {
    const { items } = await sent(
      (c) => c.trackEvent({ name: 'x', properties: { user: { id: 7, ssn: 'canary', roles: ['a'] } } }),
      { redactKeys: ['ssn'], flatten: 'dot' },
    )
    expect(items[0]?.data.baseData.properties).toEqual({
      'user.id': '7',
      'user.ssn': '[redacted]',
      'user.roles': '["a"]',
    })
  })

  it('redact secrets in URLs', async () => {
    const { items } = await sent((c) => {
      c.trackRequest({ name: 'x', durationMs: 1, responseCode: 200, url: 'https://a.example/?code=canary' })
      c.trackRequest({ name: 'x', durationMs: 1, responseCode: 200, url: '/a?code=canary' })
      c.trackDependency({ name: 'x', durationMs: 1, success: true, data: 'https://u:canary@b.example/' })
    })
    expect(items).toHaveLength(3)
    expect(JSON.stringify(items)).not.toContain('canary')
  })

  it('do not redact the string of a log call, also with a processor', async () => {
    const properties = { message: '/a?token=1' }
    const time = new Date().toISOString()
    const event = { time, data: { baseType: 'EventData', baseData: { name: 'x', properties } } } as const
    const { items } = await sent((c) => c.track(event), { processors: [() => {}] })
    expect(items[0]?.data.baseData.properties).toEqual({ message: '/a?token=1' })
  })
})

it('withAvailability tracks the outcome of a probe', async () => {
  const { items } = await sent(async (client) => {
    expect(await client.withAvailability('front page', () => 'result', { runLocation: 'here' })).toBe('result')
  })
  expect(items).toMatchObject([{ data: { baseData: { name: 'front page', success: true, runLocation: 'here' } } }])
})

function measurementsOf(items: readonly WireEnvelope[]) {
  return items[0]?.data.baseData.measurements
}

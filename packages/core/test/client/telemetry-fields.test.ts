import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { TelemetryClient } from '../../src'
import { readDurationMs, readSeverity, withKnownFields } from '../../src/client/telemetry-fields'

let ingestion: ScriptedIngestion

beforeAll(async () => {
  ingestion = await startIngestion()
})

afterAll(() => ingestion.close())

/** A client in an untyped program. */
type Untyped = Readonly<Record<string, (telemetry: unknown, more?: unknown) => void>>

async function sent(track: (client: Untyped) => void) {
  const before = ingestion.accepted.length
  const client = new TelemetryClient({ connectionString: ingestion.connectionString, durability: 'memory' })
  track(client as unknown as Untyped)
  await client.close()
  const [item, ...more] = ingestion.accepted.slice(before)
  expect(more).toEqual([])
  return item
}

/** The warnings that `act` prints. */
function warningsOf(act: () => unknown): readonly unknown[] {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  act()
  const messages = emitWarning.mock.calls.map(([message]) => message)
  emitWarning.mockRestore()
  return messages
}

const error = new RangeError('expired')
const time = new Date(Date.now() - 60_000)

describe('the field names of applicationinsights are accepted', () => {
  it.each<[string, (client: Untyped) => void, object]>([
    [
      'trackRequest of 2.9',
      (c) =>
        c['trackRequest']?.({
          name: 'GET /',
          url: 'https://shop.example/',
          duration: 309,
          resultCode: 500,
          success: false,
          tagOverrides: { 'ai.operation.id': 'abc' },
          time,
        }),
      {
        time: time.toISOString(),
        tags: { 'ai.operation.id': 'abc' },
        data: { baseData: { duration: '00:00:00.3090000', responseCode: '500', success: false } },
      },
    ],
    [
      'trackRequest without success',
      (c) => c['trackRequest']?.({ name: 'GET /', duration: 309, resultCode: '404' }),
      { data: { baseData: { duration: '00:00:00.3090000', responseCode: '404', success: false } } },
    ],
    [
      'trackDependency of 2.9',
      (c) =>
        c['trackDependency']?.({
          name: 'SELECT',
          dependencyTypeName: 'SQL',
          duration: 231,
          target: 'db',
          data: 'SELECT 1',
          resultCode: 0,
          success: true,
        }),
      {
        data: {
          baseData: {
            type: 'SQL',
            duration: '00:00:00.2310000',
            target: 'db',
            data: 'SELECT 1',
            resultCode: '0',
            success: true,
          },
        },
      },
    ],
    [
      'trackDependency of the browser SDK, without success',
      (c) => c['trackDependency']?.({ name: 'GET', type: 'Fetch', duration: 5, responseCode: 503, startTime: time }),
      { time: time.toISOString(), data: { baseData: { type: 'Fetch', resultCode: '503', success: false } } },
    ],
    [
      'trackTrace of 2.9',
      (c) => c['trackTrace']?.({ message: 'x', severity: 3 }),
      { data: { baseData: { severityLevel: 3 } } },
    ],
    [
      'trackTrace of 3',
      (c) => c['trackTrace']?.({ message: 'x', severity: 'Error', measurements: { m: 1 } }),
      { data: { baseData: { severityLevel: 3, measurements: { m: 1 } } } },
    ],
    [
      'trackTrace with severity 0',
      (c) => c['trackTrace']?.({ message: 'x', severity: 0 }),
      { data: { baseData: { severityLevel: 0 } } },
    ],
    [
      'trackException',
      (c) => c['trackException']?.({ exception: error, severity: 'Critical', measurements: { m: 1 } }),
      {
        data: {
          baseData: {
            severityLevel: 4,
            measurements: { m: 1 },
            exceptions: [{ typeName: 'RangeError', message: 'expired' }],
          },
        },
      },
    ],
    [
      'trackMetric of 2.9',
      (c) =>
        c['trackMetric']?.({ name: 'queue', value: 30, kind: 'Aggregation', count: 3, min: 5, max: 15, stdDev: 4 }),
      { data: { baseData: { metrics: [{ value: 30, count: 3, min: 5, max: 15, stdDev: 4, kind: 1 }] } } },
    ],
    [
      'trackAvailability',
      (c) =>
        c['trackAvailability']?.({
          id: '1',
          name: 'front',
          duration: 80,
          success: true,
          runLocation: 'here',
          message: '',
        }),
      { data: { baseData: { duration: '00:00:00.0800000', success: true, runLocation: 'here' } } },
    ],
    [
      'trackPageView of 2.9',
      (c) => c['trackPageView']?.({ name: 'Basket', url: 'http://shop.example/basket', duration: 120 }),
      { data: { baseData: { name: 'Basket', url: 'http://shop.example/basket', duration: '00:00:00.1200000' } } },
    ],
    [
      'trackPageView of the browser SDK',
      (c) => c['trackPageView']?.({ name: 'Basket', uri: 'http://shop.example/b', refUri: 'http://a.example/' }),
      { data: { baseData: { url: 'http://shop.example/b', referrerUri: 'http://a.example/' } } },
    ],
    [
      'trackEvent with a name alone',
      (c) => c['trackEvent']?.('OrderPlaced', { orderId: 42 }),
      { data: { baseData: { name: 'OrderPlaced' } } },
    ],
    [
      'trackException with an error alone',
      (c) => c['trackException']?.(error),
      { data: { baseData: { exceptions: [{ typeName: 'RangeError', message: 'expired' }] } } },
    ],
    [
      'a time as ISO-8601',
      (c) => c['trackEvent']?.({ name: 'OrderPlaced', time: time.toISOString() }),
      { time: time.toISOString() },
    ],
    [
      'a time in milliseconds',
      (c) => c['trackEvent']?.({ name: 'OrderPlaced', time: time.getTime() }),
      { time: time.toISOString() },
    ],
  ])('in %s', async (_, track, item) => {
    expect(await sent(track)).toMatchObject(item)
  })

  it('unless our field is set, too', () => {
    const telemetry = { name: 'GET /', durationMs: 1, duration: 2, responseCode: 200, resultCode: 500 }
    expect(withKnownFields('trackRequest', telemetry)).toMatchObject({ durationMs: 1, responseCode: 200 })
  })

  it('in an instance of a class, too, which is not changed', () => {
    class Call {
      readonly duration = 5
      get name() {
        return 'GET'
      }
    }
    const call = Object.freeze(new Call())
    expect(withKnownFields('trackDependency', call)).toMatchObject({ name: 'GET', durationMs: 5 })
    expect(Object.keys(call)).toEqual(['duration'])
  })
})

it('uses telemetry with our names unchanged', () => {
  const telemetry = { name: 'x', properties: {} }
  expect(withKnownFields('trackEvent', telemetry)).toBe(telemetry)
})

describe('one warning for each method', () => {
  it('names missing and unknown fields, and suggests names', () => {
    const request = {
      name: 'GET /',
      durationMS: 5,
      statusCode: 200,
      contextObjects: {},
      'InstrumentationKey=canary': 1,
    }
    const [message, ...more] = warningsOf(() => {
      withKnownFields('trackRequest', request)
      for (let i = 0; i < 100; i++) withKnownFields('trackRequest', { [`field${i}`]: 1 })
    })
    expect(message).toContain('trackRequest: durationMs is missing. responseCode is missing.')
    expect(message).toContain('durationMS is not a field and is not sent. Did you mean durationMs?')
    expect(message).toContain('statusCode is not a field and is not sent. Did you mean responseCode?')
    expect(message).toContain('contextObjects is not a field and is not sent. Processors receive only the envelope.')
    expect(message).not.toContain('canary')
    expect(more).toEqual([])
  })

  it.each([
    ['trackDependency', 'statusCode', 'resultCode'],
    ['trackDependency', 'elapsed', 'durationMs'],
    ['trackDependency', 'query', 'data'],
    ['trackDependency', 'host', 'target'],
    ['trackTrace', 'level', 'severityLevel'],
    ['trackTrace', 'msg', 'message'],
    ['trackException', 'err', 'exception'],
    ['trackEvent', 'customDimensions', 'properties'],
    ['trackEvent', 'custom_measurements', 'measurements'],
    ['trackMetric', 'ns', 'namespace'],
    ['trackMetric', 'timestamp', 'time'],
    ['trackAvailability', 'location', 'runLocation'],
    ['trackPageView', 'referer', 'referrer'],
    ['trackPageView', 'duration_ms', 'durationMs'],
  ] as const)('suggests the field that was meant: %s %s', (method, wrong, right) => {
    jest.isolateModules(() => {
      const fresh: { withKnownFields: typeof withKnownFields } = require('../../src/client/telemetry-fields')
      const [message] = warningsOf(() => fresh.withKnownFields(method, { [wrong]: 1 }))
      expect(message).toContain(`${wrong} is not a field and is not sent. Did you mean ${right}?`)
    })
  })

  it('shows how to call a method that was called without an object', () => {
    const call = () => withKnownFields('trackMetric', 'queue' as never)
    expect(warningsOf(() => [call(), call()])).toEqual([
      'trackMetric takes one object: trackMetric({ name, value }). Its argument is sent as name.',
      'trackMetric: value is missing.',
    ])
  })

  it('reports a duration that is not a number', () => {
    expect(warningsOf(() => readDurationMs('trackDependency', '00:00:00.309'))).toEqual([
      'trackDependency: durationMs must be a number of milliseconds, got a string of 12 characters. Sending 0 instead.',
    ])
  })

  it('reports an invalid severity', () => {
    expect(warningsOf(() => readSeverity('trackTrace', 7, 1))).toEqual([
      'trackTrace: severityLevel must be a number from 0 to 4, got a number. Sending 1 instead.',
    ])
  })
})

it('a request without a response code has an empty one, and failed', async () => {
  const item = await sent((c) => c['trackRequest']?.({ name: 'GET /', durationMs: 1 }))
  expect(item?.data.baseData).toMatchObject({ responseCode: 'n/a', success: false })
})

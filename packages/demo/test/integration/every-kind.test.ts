import { TelemetryClient, type TelemetryData } from '@azmon/core'
import { type LocalApplicationInsights, startLocal } from '@azmon/local'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterAll(() => local.close())

const long = 'x'.repeat(50_000)
const common = { properties: { [long]: long, nested: { a: [1] } }, measurements: { [long]: 1 } }

/** Every kind of telemetry, with strings that exceed all limits of the service. */
const HUGE: readonly TelemetryData[] = [
  { baseType: 'MessageData', baseData: { message: long, severityLevel: 1 } },
  {
    baseType: 'ExceptionData',
    baseData: {
      problemId: long,
      exceptions: [
        {
          id: 1,
          typeName: long,
          message: long,
          hasFullStack: true,
          parsedStack: [{ level: 0, method: long, fileName: long, line: 1 }],
        },
      ],
    },
  },
  { baseType: 'EventData', baseData: { name: long } },
  { baseType: 'MetricData', baseData: { metrics: [{ name: long, ns: long, kind: 0, value: 1 }] } },
  {
    baseType: 'RequestData',
    baseData: {
      id: long,
      name: long,
      duration: '00:00:01.0000000',
      success: true,
      responseCode: long,
      source: long,
      url: long,
    },
  },
  {
    baseType: 'RemoteDependencyData',
    baseData: {
      id: long,
      name: long,
      duration: '00:00:01.0000000',
      success: true,
      resultCode: long,
      type: long,
      target: long,
      data: long,
    },
  },
  {
    baseType: 'AvailabilityData',
    baseData: { id: long, name: long, duration: '00:00:01.0000000', success: true, runLocation: long, message: long },
  },
  { baseType: 'PageViewData', baseData: { id: long, name: long, url: long, referrerUri: long } },
]

describe("follows the service's rules, which the local Application Insights checks, for", () => {
  it.each(HUGE.map((data): [string, TelemetryData] => [data.baseType, data]))(
    '%s with strings that are too long',
    async (_, data) => {
      await using client = new TelemetryClient({
        connectionString: local.connectionString,
        cloudRole: long,
        applicationVersion: long,
      })
      const tags = {
        'ai.operation.id': long,
        'ai.operation.name': long,
        'ai.user.id': long,
        'ai.session.id': long,
        'ai.location.ip': long,
      }
      client.track({ time: new Date().toISOString(), tags, data: structuredClone(data) })
      client.track({
        time: new Date().toISOString(),
        data: { ...data, baseData: { ...structuredClone(data.baseData), ...common } } as TelemetryData,
      })
      expect(await client.flush()).toEqual({ ok: true, sent: 2, spooled: 0, dropped: 0, pending: 0 })
    },
  )

  it('every kind with empty required strings', async () => {
    await using client = new TelemetryClient({ connectionString: local.connectionString })
    client.trackTrace({ message: '' })
    client.trackException({ exception: new Error('') })
    client.trackEvent({ name: '' })
    client.trackMetric({ name: '', value: 0 })
    client.trackRequest({ id: '', name: '', durationMs: Number.NaN, responseCode: '' })
    client.trackDependency({ id: '', name: '', durationMs: -1, success: true })
    client.trackAvailability({ id: '', name: '', durationMs: 0, success: false })
    client.trackPageView({ id: '', name: '' })
    expect(await client.flush()).toEqual({ ok: true, sent: 8, spooled: 0, dropped: 0, pending: 0 })
  })
})

it('stores every kind in its table', async () => {
  await using fresh = await startLocal({ port: 0 })
  await using client = new TelemetryClient({ connectionString: fresh.connectionString })
  client.trackTrace({ message: 'hello' })
  client.trackException({ exception: new RangeError('too far') })
  client.trackEvent({ name: 'OrderPlaced', measurements: { total: 9 } })
  client.trackMetric({ name: 'queue', value: 30, count: 3, min: 5, max: 15 })
  client.trackMetric({ name: '\\Memory\\Available Bytes', value: 1 })
  client.trackRequest({ name: 'GET /', durationMs: 1_500, responseCode: 500 })
  client.trackDependency({ name: 'GET /', durationMs: 3, success: true })
  client.trackAvailability({ name: 'front page', durationMs: 3, success: true })
  client.trackPageView({ name: 'Basket', url: 'https://shop.example/basket', durationMs: 120 })
  await client.flush()
  expect(await fresh.counts()).toMatchObject({
    traces: 1,
    exceptions: 1,
    customEvents: 1,
    customMetrics: 1,
    performanceCounters: 1,
    requests: 1,
    dependencies: 1,
    availabilityResults: 1,
    pageViews: 1,
  })
  expect(await fresh.rows('pageViews', 1)).toMatchObject([
    { name: 'Basket', url: 'https://shop.example/basket', duration: 120 },
  ])
  expect(await fresh.rows('requests', 1)).toMatchObject([
    { name: 'GET /', duration: 1_500, success: 'False', resultCode: '500', performanceBucket: '1sec-3sec' },
  ])
  expect(await fresh.rows('customMetrics', 1)).toMatchObject([
    { name: 'queue', valueSum: 30, valueCount: 3, valueMin: 5, valueMax: 15 },
  ])
  expect(await fresh.rows('customEvents', 1)).toMatchObject([{ name: 'OrderPlaced', customMeasurements: { total: 9 } }])
})

import { TelemetryClient } from '@azmon/core'
import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { AzureMonitorMetricExporter, type AzureMonitorMetricExporterOptions } from '../src/otel'
import { keyOf } from './builders'

let ingestion: ScriptedIngestion

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(() => ingestion.close())

function aProvider(options: AzureMonitorMetricExporterOptions = {}): MeterProvider {
  const own =
    options.client === undefined ? { connectionString: ingestion.connectionString, durability: 'memory' as const } : {}
  const exporter = new AzureMonitorMetricExporter({ ...own, ...options })
  return new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders' }),
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1_000_000 })],
    views: [{ instrumentName: 'exponential', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  })
}

function arrived(): Readonly<Record<string, readonly object[]>> {
  const points: Record<string, object[]> = {}
  for (const { data } of ingestion.accepted) {
    const [{ name, ...point } = { name: '' }] = data.baseData.metrics ?? []
    const key = keyOf(name, data.baseData.properties ?? {})
    points[key] = [...(points[key] ?? []), point]
  }
  return points
}

it('exports every kind of instrument, sums and histograms as deltas', async () => {
  const provider = aProvider()
  const meter = provider.getMeter('shop')
  const counter = meter.createCounter('orders')
  const upDown = meter.createUpDownCounter('open')
  const histogram = meter.createHistogram('took')
  const exponential = meter.createHistogram('exponential')
  const level = meter.createGauge('level')
  let jobs = 0
  meter.createObservableCounter('jobs').addCallback((result) => result.observe(jobs, { queue: 'a' }))
  meter.createObservableGauge('waiting').addCallback((result) => result.observe(4))
  counter.add(2, { country: 'de' })
  counter.add(3, { country: 'fr' })
  upDown.add(5)
  level.record(-1.5)
  for (const each of [histogram, exponential]) for (const value of [1, 2, 12]) each.record(value)
  jobs = 5
  await provider.forceFlush()
  counter.add(7, { country: 'de' })
  upDown.add(-2)
  jobs = 5
  histogram.record(3)
  await provider.forceFlush()
  await provider.shutdown()
  const distribution = { kind: 1, value: 15, count: 3, min: 1, max: 12 }
  expect(arrived()).toEqual({
    'orders{"country":"de"}': [
      { kind: 0, value: 2 },
      { kind: 0, value: 7 },
    ],
    'orders{"country":"fr"}': [{ kind: 0, value: 3 }],
    open: [
      { kind: 0, value: 5 },
      { kind: 0, value: 3 },
      { kind: 0, value: 3 },
    ],
    took: [distribution, { kind: 1, value: 3, count: 1, min: 3, max: 3 }],
    exponential: [distribution],
    level: [{ kind: 0, value: -1.5 }],
    'jobs{"queue":"a"}': [{ kind: 0, value: 5 }],
    waiting: [
      { kind: 0, value: 4 },
      { kind: 0, value: 4 },
      { kind: 0, value: 4 },
    ],
  })
})

it('takes the role from the resource unless an option or a client names one', async () => {
  const roleOf = async (options: AzureMonitorMetricExporterOptions) => {
    const provider = aProvider(options)
    provider.getMeter('shop').createCounter('orders').add(1)
    await provider.shutdown()
    return ingestion.accepted.at(-1)?.tags['ai.cloud.role']
  }
  expect(await roleOf({})).toBe('orders')
  expect(await roleOf({ cloudRole: 'shop' })).toBe('shop')
  const client = new TelemetryClient({
    connectionString: ingestion.connectionString,
    durability: 'memory',
    cloudRole: 'till',
  })
  expect(await roleOf({ client })).toBe('till')
  client.trackTrace({ message: 'still open' })
  expect(await client.close()).toMatchObject({ ok: true, sent: 1 })
})

it('takes role, instance and version from the resource, and its other attributes as dimensions', async () => {
  const exporter = new AzureMonitorMetricExporter({
    connectionString: ingestion.connectionString,
    durability: 'memory',
  })
  const attributes = {
    ...{ 'service.name': 'shop', 'service.namespace': 'contoso', 'service.instance.id': 'pod-7' },
    ...{ 'service.version': '1.2.3', 'deployment.environment.name': 'staging' },
  }
  const provider = new MeterProvider({
    resource: resourceFromAttributes(attributes),
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1_000_000 })],
  })
  provider.getMeter('shop').createCounter('orders').add(1, { country: 'de' })
  await provider.shutdown()
  const [{ tags, data } = { tags: {}, data: undefined }] = ingestion.accepted
  expect(tags).toMatchObject({
    'ai.cloud.role': 'contoso.shop',
    'ai.cloud.roleInstance': 'pod-7',
    'ai.application.ver': '1.2.3',
  })
  expect(data?.baseData.properties).toEqual({ 'deployment.environment.name': 'staging', country: 'de' })
})

it('sends no minimum and maximum if the SDK has none', async () => {
  const exporter = new AzureMonitorMetricExporter({
    connectionString: ingestion.connectionString,
    durability: 'memory',
  })
  const value = { count: 2, sum: undefined, buckets: { boundaries: [], counts: [2] } }
  const point = { endTime: [1_790_000_000, 5e8] as const, attributes: {}, value }
  const metric = {
    descriptor: { name: 'took' },
    aggregationTemporality: 0,
    dataPoints: [point, { ...point, value: null }],
  }
  let result: unknown
  exporter.export({ scopeMetrics: [{ metrics: [metric] }] }, (done) => {
    result = done
  })
  await exporter.forceFlush()
  await exporter.shutdown()
  expect(result).toEqual({ code: 0 })
  expect(arrived()).toEqual({ took: [{ kind: 1, value: 0, count: 2 }] })
  expect(ingestion.accepted[0]?.time).toBe('2026-09-21T14:13:20.500Z')
})

it('rejects other options with a client', () => {
  const client = new TelemetryClient({ disabled: true })
  expect(() => new AzureMonitorMetricExporter({ client, cloudRole: 'shop' })).toThrow('cannot be combined with client')
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TelemetryClient } from '@azmon/core'
import { type LocalApplicationInsights, startLocal } from '@azmon/local'
import { ManualClock, reset, type ScriptedIngestion, seededRandom, startIngestion } from '@azmon/testkit'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import {
  CountAggregation,
  createMetrics,
  DistributionAggregation,
  LastValueAggregation,
  MeasureDouble,
  MeasureInt,
  type Metrics,
  type MetricsOptions,
  SumAggregation,
  View,
} from '../src'
import { openMetrics } from '../src/create-metrics'
import { arrivedSums, keyOf, valuesOf } from './builders'

const orders = new MeasureInt('orders')
const took = new MeasureDouble('took', '', 'ms')

let ingestion: ScriptedIngestion
let metrics: Metrics
let clock: ManualClock

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(async () => {
  await metrics.close()
  await ingestion.close()
})

function open(options: MetricsOptions = {}): void {
  clock = new ManualClock()
  const { connectionString } = ingestion
  metrics = openMetrics({ connectionString, durability: 'memory', standardMetrics: false, ...options }, clock)
}

/** The received data points by name and tags, after a flush. */
async function arrived(): Promise<Readonly<Record<string, object | undefined>>> {
  await metrics.flush()
  return Object.fromEntries(
    ingestion.accepted.map(({ data: { baseData } }) => [
      keyOf(baseData.metrics?.[0]?.name ?? '', baseData.properties ?? {}),
      baseData.metrics?.[0],
    ]),
  )
}

describe('each interval', () => {
  it('sends one point for each series', async () => {
    open()
    metrics.registerView(new View('count', '', ['country'], orders, new CountAggregation()))
    metrics.registerView(new View('sum', '', [], took, new SumAggregation()))
    metrics.registerView(new View('last', '', [], took, new LastValueAggregation()))
    metrics.registerView(new View('spread', '', [], took, new DistributionAggregation([10, 100])))
    metrics.gauge('level', () => -4.5)
    const { recorder } = metrics
    recorder.record([[orders, 2]], { country: 'de' })
    recorder.record([[orders, 3]], { country: 'fr' })
    for (const value of [2, 4.5, 150]) recorder.record([[took, value]])
    clock.advance(15_000)
    expect(await arrived()).toEqual({
      'count{"country":"de"}': { name: 'count', kind: 0, value: 1 },
      'count{"country":"fr"}': { name: 'count', kind: 0, value: 1 },
      sum: { name: 'sum', kind: 0, value: 156.5 },
      last: { name: 'last', kind: 0, value: 150 },
      spread: { name: 'spread', kind: 1, value: 156.5, count: 3, min: 2, max: 150, stdDev: expect.closeTo(69.2, 1) },
      level: { name: 'level', kind: 0, value: -4.5 },
    })
    expect(new Set(ingestion.accepted.map(({ time }) => time))).toEqual(new Set(['2026-01-02T00:00:15.000Z']))
  })

  it('sends a property for each bucket if the aggregation says so', async () => {
    open()
    const aggregation = new DistributionAggregation([10, 100], { buckets: true })
    metrics.registerView(new View('spread', '', ['country'], took, aggregation))
    for (const value of [1, 9.9, 10, 1_000]) metrics.recorder.record([[took, value]], { country: 'de' })
    await metrics.flush()
    expect(ingestion.accepted[0]?.data.baseData.properties).toEqual({
      country: 'de',
      'bucket [0, 10)': '2',
      'bucket [10, 100)': '1',
      'bucket [100, ∞)': '1',
    })
  })

  it('sends values that changed and gauges that kept theirs', async () => {
    open({ exportIntervalMs: 60_000 })
    metrics.registerView(new View('count', '', [], orders, new CountAggregation()))
    metrics.registerView(new View('last', '', [], took, new LastValueAggregation()))
    metrics.registerView(new View('spread', '', [], took, new DistributionAggregation()))
    metrics.gauge('level', () => 1)
    metrics.recorder.record([
      [orders, 1],
      [took, 5],
    ])
    clock.advance(59_999)
    clock.advance(1)
    clock.advance(60_000)
    metrics.recorder.record([[orders, 1]])
    clock.advance(60_000)
    await metrics.flush()
    const byMinute = [1, 2, 3].map((minute) =>
      ingestion.accepted
        .filter(({ time }) => time.startsWith(`2026-01-02T00:0${minute}:00.000Z`))
        .map(({ data }) => data.baseData.metrics?.[0]?.name),
    )
    expect(byMinute).toEqual([
      ['count', 'last', 'spread', 'level'],
      ['last', 'level'],
      ['count', 'last', 'level'],
    ])
    expect(ingestion.accepted).toHaveLength(9)
  })
})

it('delivers exactly the recorded values, which metrics() returns too', async () => {
  const local: LocalApplicationInsights = await startLocal({ port: 0 })
  metrics = createMetrics({ connectionString: local.connectionString, durability: 'memory', standardMetrics: false })
  metrics.registerView(new View('spread', '', ['country'], took, new DistributionAggregation([0.1, 0.5])))
  metrics.registerView(new View('sum', '', ['country'], took, new SumAggregation()))
  metrics.registerView(new View('count', '', ['country'], took, new CountAggregation()))
  metrics.registerView(new View('last', '', ['country'], took, new LastValueAggregation()))
  const random = seededRandom(7)
  const recorded: Record<string, number[]> = { de: [], fr: [], jp: [] }
  for (const [country, values] of Object.entries(recorded)) {
    const bound = metrics.recorder.bind(took, { country })
    for (let i = 0; i < 1_000; i++) {
      const value = random() * 10 ** (i % 9)
      values.push(value)
      if (i % 2 === 0) bound.record(value)
      else metrics.recorder.record([[took, value]], { country })
    }
  }
  await metrics.flush()
  const rows = await local.rows('customMetrics', 100)
  await local.close()
  expect(rows).toHaveLength(12)
  const said = valuesOf(metrics.metrics())
  for (const { name, customDimensions, value, valueCount, valueSum, valueMin, valueMax, valueStdDev } of rows) {
    const { country = '' } = customDimensions as Record<string, string>
    const values = recorded[country] ?? []
    const sum = values.reduce((a, b) => a + b, 0)
    const soFar = said[keyOf(`${name}`, { country })]
    switch (name) {
      case 'count':
        expect([value, soFar]).toEqual([1_000, 1_000])
        break
      case 'sum':
        expect([value, soFar]).toEqual([sum, sum])
        break
      case 'last':
        expect([value, soFar]).toEqual([values.at(-1), values.at(-1)])
        break
      default: {
        const min = Math.min(...values)
        const max = Math.max(...values)
        const stdDev = Math.sqrt(values.reduce((squares, each) => squares + (each - sum / 1_000) ** 2, 0) / 1_000)
        expect([valueCount, valueSum, valueMin, valueMax]).toEqual([1_000, sum, min, max])
        expect(Number(valueStdDev) / stdDev).toBeCloseTo(1, 12)
        expect(soFar).toMatchObject({ count: 1_000, sum, min, max, stdDev: valueStdDev })
      }
    }
  }
})

it('loses and repeats nothing when the endpoint is down for three intervals', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-metrics-'))
  open({ durability: 'spool', storagePath: folder, minRetryDelayMs: 1, maxBatchAgeMs: 1, storageMaintenanceMs: 100 })
  metrics.registerView(new View('early', '', ['by'], orders, new SumAggregation()))
  const expected: Record<string, number> = {}
  const views = ['early']
  const recordALot = (interval: number) =>
    Promise.all(
      Array.from({ length: 20 }, async (_, by) => {
        for (let i = 0; i < 10; i++) {
          await new Promise((resolve) => setImmediate(resolve))
          const value = interval * 1_000 + by * 10 + i
          metrics.recorder.record([[orders, value]], { by })
          for (const view of views) {
            const key = `${view}{"by":"${by}"}`
            expected[key] = (expected[key] ?? 0) + value
          }
          if (i === 5 && by === 3) clock.advance(15_000)
        }
      }),
    )
  await recordALot(1)
  await metrics.flush()
  ingestion.always(reset)
  await recordALot(2)
  metrics.registerView(new View('late', '', ['by'], orders, new SumAggregation()))
  views.push('late')
  await recordALot(3)
  await recordALot(4)
  await metrics.flush({ timeoutMs: 500 })
  ingestion.always({ kind: 'accept' })
  await recordALot(5)
  await metrics.close()
  // The next client sends the batches that are still on disk.
  const next = new TelemetryClient({
    connectionString: ingestion.connectionString,
    storagePath: folder,
    storageMaintenanceMs: 100,
  })
  const total = (sums: object) => Object.values(sums).reduce((a, b) => a + b, 0)
  while (total(arrivedSums(ingestion)) < total(expected)) await ingestion.untilAccepted(ingestion.accepted.length + 1)
  await next.close()
  rmSync(folder, { recursive: true })
  expect(arrivedSums(ingestion)).toEqual(expected)
})

it('delivers to the service while an exporter hangs, and applies the flush timeout once', async () => {
  open({ maxBatchAgeMs: 3_600_000 })
  metrics.registerView(new View('count', '', [], orders, new CountAggregation()))
  const hanging = () => new Promise<void>(() => {})
  metrics.registerExporter(hanging)
  metrics.recorder.record([[orders, 1]])
  let hasEnded = false
  const flushed = metrics.flush({ timeoutMs: 3_600_000 }).finally(() => {
    hasEnded = true
  })
  await ingestion.untilAccepted(1) // while the exporter hangs
  expect(hasEnded).toBe(false)
  clock.advance(3_600_000)
  expect(await flushed).toMatchObject({ ok: true, sent: 1 })
  metrics.unregisterExporter(hanging)
})

describe('a reading that fails', () => {
  const fail = () =>
    jest.spyOn(process, 'cpuUsage').mockImplementation(() => {
      throw new Error('not available')
    })

  it('is counted and affects neither recorded values nor the next reading', async () => {
    open({ standardMetrics: true })
    metrics.registerView(new View('count', '', [], orders, new CountAggregation()))
    metrics.recorder.record([[orders, 1]])
    const failing = fail()
    clock.advance(15_000)
    failing.mockRestore()
    clock.advance(15_000)
    expect(await arrived()).toMatchObject({ count: { value: 1 }, 'Heap Used (bytes)': { kind: 0 } })
    expect(metrics.stats()).toMatchObject({ readErrors: 1 })
  })

  it('does not fail the flush that triggered it', async () => {
    open({ standardMetrics: true })
    metrics.registerView(new View('count', '', [], orders, new CountAggregation()))
    metrics.recorder.record([[orders, 1]])
    const failing = fail()
    expect(await metrics.flush().finally(() => failing.mockRestore())).toMatchObject({ ok: true, sent: 1 })
    expect(metrics.stats()).toMatchObject({ readErrors: 1 })
  })
})

describe('close', () => {
  it('exports the last interval once and counts later values', async () => {
    open()
    metrics.registerView(new View('count', '', [], orders, new CountAggregation()))
    const bound = metrics.recorder.bind(orders)
    bound.record(1)
    const closed = metrics.close()
    bound.record(1)
    metrics.recorder.record([[orders, 1]])
    expect(await closed).toMatchObject({ ok: true, sent: 1 })
    expect(await metrics.close()).toMatchObject({ ok: true, sent: 1 })
    await metrics.flush()
    clock.advance(60_000)
    expect(arrivedSums(ingestion)).toEqual({ count: 1 })
    expect(valuesOf(metrics.metrics())).toEqual({ count: 1 })
    expect(metrics.stats()).toMatchObject({ late: 2 })
  })

  it('counts all later values as late, with or without a view', async () => {
    open()
    const bound = metrics.recorder.bind(orders)
    await metrics.close()
    bound.record(1)
    metrics.recorder.bind(took).record(1)
    metrics.recorder.record([[new MeasureInt('never seen'), 1]])
    expect(metrics.stats()).toMatchObject({ late: 3 })
  })

  it('leaves a given client open', async () => {
    const client = new TelemetryClient({ connectionString: ingestion.connectionString, durability: 'memory' })
    metrics = createMetrics({ client, standardMetrics: false })
    metrics.gauge('level', () => 1)
    await metrics.close()
    client.trackTrace({ message: 'still open' })
    await client.close()
    expect(ingestion.accepted.map(({ data }) => data.baseType).sort()).toEqual(['MessageData', 'MetricData'])
  })

  it('of the client sends the last interval', async () => {
    const client = new TelemetryClient({ connectionString: ingestion.connectionString, durability: 'memory' })
    metrics = createMetrics({ client, standardMetrics: false })
    metrics.registerView(new View('count', '', [], orders, new CountAggregation()))
    metrics.recorder.record([[orders, 1]])
    await client.close()
    expect(arrivedSums(ingestion)).toEqual({ count: 1 })
  })
})

it('passes metrics to the processors', async () => {
  open({ processors: [({ data }) => data.baseType !== 'MetricData' || data.baseData.metrics[0].name !== 'dropped'] })
  metrics.gauge('dropped', () => 1)
  metrics.gauge('kept', () => 1)
  await metrics.flush()
  expect(arrivedSums(ingestion)).toEqual({ kept: 1 })
})

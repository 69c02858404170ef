import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { PerformanceObserver } from 'node:perf_hooks'
import { TelemetryClient } from '@azmon/core'
import { startLocal } from '@azmon/local'
import { describe, expect, it } from '@jest/globals'
import { createMetrics } from '../../src'
import { ProcessorTime } from '../../src/standard/processor-time'
import { StandardMetrics } from '../../src/standard/standard-metrics'

const COUNTERS = [
  ['Memory', null, 'Available Bytes'],
  ['Processor', '_Total', '% Processor Time'],
  ['Process', '??APP_WIN32_PROC??', '% Processor Time'],
  ['Process', '??APP_WIN32_PROC??', '% Processor Time Normalized'],
  ['Process', '??APP_WIN32_PROC??', 'Private Bytes'],
  ['ASP.NET Applications', '??APP_W3SVC_PROC??', 'Requests/Sec'],
  ['ASP.NET Applications', '??APP_W3SVC_PROC??', 'Request Execution Time'],
  ['.NET CLR Exceptions', '??APP_CLR_PROC??', '# of Exceps Thrown / sec'],
]

function busyFor(ms: number): void {
  const untilMs = performance.now() + ms
  while (performance.now() < untilMs) Math.sqrt(untilMs)
}

it('are performance counters and metrics of a process, by the names that Application Insights knows', async () => {
  await using local = await startLocal({ port: 0 })
  const metrics = createMetrics({ connectionString: local.connectionString, durability: 'memory' })
  busyFor(50)
  await metrics.close()
  const counters = await local.newest('performanceCounters', 100)
  const rows = counters.map(({ category, instance, counter }) => [category, instance, counter])
  expect(new Set(rows.map(String))).toEqual(new Set(COUNTERS.map(String)))
  expect(rows).toHaveLength(COUNTERS.length)
  for (const { value } of counters) expect(value).toBeGreaterThanOrEqual(0)
  const names = (await local.newest('customMetrics', 100)).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['Heap Used (bytes)', 'Heap Total (bytes)']))
})

it('are not collected where they are not wanted, or lead nowhere', () => {
  const { createServer: before } = require('node:http2')
  createMetrics({ disabled: true })
  expect(require('node:http2').createServer).toBe(before)
})

function valueAt(standard: StandardMetrics, nowMs: number): (name: string) => number | undefined {
  const readings = standard.read(nowMs)
  return (name) => readings.find((reading) => reading.name.endsWith(name))?.value
}

/** Resolves when Node has told of a collection. */
async function collectedGarbage(): Promise<void> {
  const told = new Promise<void>((resolve) => {
    const observer = new PerformanceObserver(() => {
      observer.disconnect()
      resolve()
    })
    observer.observe({ entryTypes: ['gc'] })
  })
  const garbage = Array.from({ length: 300_000 }, (_, index) => ({ index, text: `${index}` }))
  expect(garbage.map(({ text }) => [text]).length).toBe(garbage.length)
  await told
}

describe('from one reading to the next', () => {
  it('requests and exceptions are rates, request time a mean', async () => {
    const standard = new StandardMetrics(0)
    const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    for (let i = 0; i < 4; i++) {
      const request = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false })
      const [response] = await once(request, 'response')
      await once(response.resume(), 'close')
    }
    server.close()
    const client = new TelemetryClient({
      connectionString: 'InstrumentationKey=11111111-2222-4333-8444-555555555555;IngestionEndpoint=http://127.0.0.1:9',
      durability: 'memory',
    })
    client.trackException({ exception: new Error('one') })
    client.trackException({ exception: new Error('two') })
    await client.close({ timeoutMs: 0 })
    const first = valueAt(standard, 2_000)
    expect(first('Requests/Sec')).toBe(2)
    expect(first('Request Execution Time')).toBeGreaterThan(0)
    expect(first('Exceps Thrown / sec')).toBe(1)
    const second = valueAt(standard, 3_000)
    for (const name of ['Requests/Sec', 'Request Execution Time', 'Exceps Thrown / sec']) expect(second(name)).toBe(0)
    standard.stop()
  })

  it('what takes time to tell is left out when none has passed', () => {
    const standard = new StandardMetrics(0)
    const value = valueAt(standard, 0)
    expect(value('Requests/Sec')).toBeUndefined()
    expect(value('(??APP_WIN32_PROC??)\\% Processor Time')).toBeUndefined()
    expect(value('Private Bytes')).toBeGreaterThan(10_000_000)
    standard.stop()
  })

  it('a process that works without a pause has about one processor, and its share of all', () => {
    const processor = new ProcessorTime()
    const startedMs = performance.now()
    const usage = process.cpuUsage()
    busyFor(300)
    const { user, system } = process.cpuUsage(usage)
    const elapsedMs = performance.now() - startedMs
    const { machine, process: own, normalized } = processor.read(elapsedMs)
    const expected = (user + system) / 10 / elapsedMs
    expect(Number(own) / expected).toBeCloseTo(1, 0)
    expect(normalized).toBeCloseTo(Number(own) / availableParallelism(), 9)
    expect(machine).toBeGreaterThan(0)
    expect(machine).toBeLessThanOrEqual(100)
  })

  it('the event loop tells how late it was, and garbage collection how long it took', async () => {
    const standard = new StandardMetrics(0)
    const delays = () => valueAt(standard, 1_000)
    delays()
    for (let i = 0; i < 4; i++) {
      await new Promise((resolve) => setTimeout(resolve, 40)) // the loop has to turn for it to be measured
      busyFor(80)
    }
    await new Promise((resolve) => setTimeout(resolve, 40))
    const blocked = delays()
    expect(blocked('Event Loop Delay p99 (ms)')).toBeGreaterThan(40)
    await collectedGarbage()
    const [pause] = standard.read(3_000).filter(({ name }) => name === 'GC Pause (ms)')
    expect(pause).toMatchObject({ namespace: 'Node.js', count: expect.any(Number), max: expect.any(Number) })
    expect(pause?.value).toBeGreaterThanOrEqual(pause?.max ?? Number.NaN)
    standard.stop()
  })
})

import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TelemetryClient } from '@azmon/core'
import { startLocal } from '@azmon/local'
import { describe, expect, it } from '@jest/globals'
import { createMetrics } from '../../src'
import { StandardMetrics } from '../../src/standard/standard-metrics'
import { busyFor } from '../builders'

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

it('sends performance counters and metrics under the names that Application Insights knows', async () => {
  await using local = await startLocal({ port: 0 })
  const metrics = createMetrics({ connectionString: local.connectionString, durability: 'memory' })
  busyFor(50)
  await metrics.close()
  const counters = await local.rows('performanceCounters', 100)
  const rows = counters.map(({ category, instance, counter }) => [category, instance, counter])
  expect(new Set(rows.map(String))).toEqual(new Set(COUNTERS.map(String)))
  expect(rows).toHaveLength(COUNTERS.length)
  for (const { value } of counters) expect(value).toBeGreaterThanOrEqual(0)
  const names = (await local.rows('customMetrics', 100)).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['Heap Used (bytes)', 'Heap Total (bytes)']))
})

it('measures nothing if the client is disabled', () => {
  const { createServer: before } = require('node:http2')
  createMetrics({ disabled: true })
  expect(require('node:http2').createServer).toBe(before)
})

function valueAt(standard: StandardMetrics, nowMs: number): (name: string) => number | undefined {
  const readings = standard.read(nowMs)
  return (name) => readings.find((reading) => reading.name.endsWith(name))?.value
}

describe('between two readings', () => {
  it('reports rates of requests and exceptions and the mean duration', async () => {
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

  it('omits rates when no time has passed', () => {
    const standard = new StandardMetrics(0)
    const value = valueAt(standard, 0)
    expect(value('Requests/Sec')).toBeUndefined()
    expect(value('(??APP_WIN32_PROC??)\\% Processor Time')).toBeUndefined()
    expect(value('Private Bytes')).toBeGreaterThan(10_000_000)
    standard.stop()
  })
})

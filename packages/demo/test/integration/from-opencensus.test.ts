import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type LocalApplicationInsights, startLocal } from '@azmon/local'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

const FOLDER = join(__dirname, '../../../../docs/from-opencensus')

let local: LocalApplicationInsights

beforeEach(async () => {
  local = await startLocal({ port: 0 })
})

afterEach(() => local.close())

async function run(program: string, input = ''): Promise<string> {
  const child = spawn(process.execPath, [join(FOLDER, program)], {
    env: { PATH: process.env['PATH'], APPLICATIONINSIGHTS_CONNECTION_STRING: local.connectionString },
  })
  child.stdin.end(input)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

const SAMPLES = [
  'prompt-loop.mjs',
  'handler.mjs',
  'dimensions.mjs',
  'settings.mjs',
  'exception.mjs',
  'event.mjs',
  'tracer.mjs',
  'dependency.mjs',
  'request.mjs',
  'correlation.mjs',
  'sampling.mjs',
  'processor.mjs',
  'log-processor.mjs',
  'metrics.mjs',
  'performance-counters.mjs',
]

it('every sample is tested here', () => {
  expect(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.mjs'))
      .sort(),
  ).toEqual([...SAMPLES].sort())
})

describe('a prompt that logs its input', () => {
  const input = '24\n55\n123\n90\n'
  const conversation = 'Enter a value: 24\nEnter a value: 55\nEnter a value: 123\nEnter a value: 90\nEnter a value: '

  it('prints it', async () => {
    expect(await run('prompt-loop.mjs', input)).toBe(conversation)
    expect(await local.counts()).toMatchObject({ traces: 0 })
  })

  it('prints the same with the transport and stores a trace of each input', async () => {
    expect(await run('handler.mjs', input)).toBe(conversation)
    const traces = await local.rows('traces', 10)
    expect(traces.map(({ message, severityLevel }) => [message, severityLevel]).reverse()).toEqual([
      ['24', 2],
      ['55', 2],
      ['123', 2],
      ['90', 2],
    ])
  })
})

it('stores dimensions of a trace, written in either way', async () => {
  await run('dimensions.mjs')
  const dimensions = { level: 'info', key_1: 'value_1', key_2: 'value_2' }
  expect(await local.rows('traces', 10)).toMatchObject([
    { message: 'action', customDimensions: dimensions },
    { message: 'action', customDimensions: dimensions },
  ])
})

it('keeps the levels of handlers from a settings file', async () => {
  expect(await run('settings.mjs')).toBe('{"level":"warn","message":"Azure and the console"}\n')
  expect(await local.rows('traces', 10)).toMatchObject([
    { message: 'Azure and the console', cloud_RoleName: 'shop' },
    { message: 'Azure alone', cloud_RoleName: 'shop' },
  ])
})

it('stores an exception with its message, stack and dimensions', async () => {
  await run('exception.mjs')
  expect(await local.rows('exceptions', 10)).toMatchObject([
    {
      type: 'SyntaxError',
      method: 'JSON.parse',
      severityLevel: 3,
      customDimensions: { message: 'Captured an exception.', key_1: 'value_1', key_2: 'value_2' },
    },
  ])
})

it('stores events with their names, dimensions and measurements', async () => {
  await run('event.mjs')
  const events = await local.rows('customEvents', 10)
  expect([...events].sort((a, b) => String(a.name).localeCompare(String(b.name)))).toMatchObject([
    { name: 'Hello, World!', customDimensions: { key_1: 'value_1' }, customMeasurements: { total: 9.5 } },
    { name: 'OrderPlaced', customDimensions: { orderId: '42', message: 'The order is on its way' } },
  ])
})

it('stores spans as in-process dependencies with their annotations', async () => {
  expect(await run('tracer.mjs')).toBe('0\n1\n2\n')
  const spans = await local.rows('dependencies', 10)
  const parent = spans.find(({ name }) => name === 'parent')
  const children = spans.filter(({ name }) => name === 'child')
  expect(parent).toMatchObject({ type: 'InProc', success: 'True' })
  expect(children).toHaveLength(3)
  for (const child of children) {
    expect(child).toMatchObject({ operation_Id: parent?.operation_Id, operation_ParentId: parent?.id })
  }
  const annotations = await local.rows('traces', 10)
  expect(new Set(annotations.map((row) => row.operation_ParentId))).toEqual(new Set(children.map(({ id }) => id)))
  expect(annotations.map(({ customDimensions }) => customDimensions)).toContainEqual({ value: '2' })
})

it('stores a call as a dependency below its span', async () => {
  expect(await run('dependency.mjs')).toBe('hello\n')
  const rows = await local.rows('dependencies', 10)
  const parent = rows.find(({ name }) => name === 'parent')
  expect(rows.find(({ type }) => type === 'Http')).toMatchObject({
    name: 'GET /hello',
    resultCode: '200',
    operation_ParentId: parent?.id,
  })
})

it('stores a request with its logs and no excluded request', async () => {
  expect(await run('request.mjs')).toBe('an order\nan order\n')
  const requests = await local.rows('requests', 10)
  expect(requests).toMatchObject([{ name: 'GET', resultCode: '200', cloud_RoleName: 'shop' }])
  expect(requests[0]?.url).toMatch(/\/orders$/)
  expect((await local.rows('traces', 10)).find(({ operation_Id }) => operation_Id)).toMatchObject({
    message: 'Order asked for',
    operation_Id: requests[0]?.operation_Id,
    operation_ParentId: requests[0]?.id,
  })
})

it('counts prompts and stores the count as a metric', async () => {
  const asked = [1, 2, 3, 4, 5, 6, 7]
  expect(await run('metrics.mjs', '\n'.repeat(asked.length))).toBe(
    `${asked.map((count) => `Press enter. ${count}\n`).join('')}Press enter. `,
  )
  const [prompts, ...more] = (await local.rows('customMetrics', 100)).filter(({ name }) => name === 'prompt view')
  expect(prompts).toMatchObject({ value: 7, valueSum: 7, customDimensions: {} })
  expect(more).toEqual([])
})

it('stores performance counters, including requests', async () => {
  expect(await run('performance-counters.mjs')).toBe('hello\n')
  const counters = await local.rows('performanceCounters', 100)
  expect(counters).toHaveLength(8)
  expect(counters.find(({ counter }) => counter === 'Requests/Sec')?.value).toBeGreaterThan(0)
  expect(counters.find(({ counter }) => counter === 'Private Bytes')?.value).toBeGreaterThan(10_000_000)
})

it('runs a processor that adds properties and drops items', async () => {
  await run('processor.mjs')
  expect(await local.rows('dependencies', 10)).toMatchObject([{ name: 'work', customDimensions: { os_type: 'linux' } }])
})

it('has the ids of the span in a record, in the row and in the console output', async () => {
  const lines = (await run('correlation.mjs')).trim().split('\n')
  const [span] = await local.rows('dependencies', 10)
  expect(lines).toEqual([
    'traceId=- spanId=- Before the span',
    `traceId=${span?.operation_Id} spanId=${span?.id} In the span`,
    'traceId=- spanId=- After the span',
  ])
  const traces = await local.rows('traces', 10)
  const rows = Object.fromEntries(traces.map((row) => [row.message, [row.operation_Id, row.operation_ParentId]]))
  expect(rows).toEqual({
    'Before the span': ['', ''],
    'In the span': [span?.operation_Id, span?.id],
    'After the span': ['', ''],
  })
})

it('samples whole operations and counts all of them', async () => {
  await run('sampling.mjs')
  const orders = (await local.rows('dependencies', 1_000)).filter(({ name }) => name === 'place order')
  const traces = await local.rows('traces', 1_000)
  const placed = traces.filter(({ message }) => message === 'Order placed')
  expect(Math.abs(orders.length - 200)).toBeLessThan(75)
  expect(placed.map((row) => row.operation_Id).sort()).toEqual(orders.map((row) => row.operation_Id).sort())
  expect(new Set([...orders, ...placed].map(({ itemCount }) => itemCount))).toEqual(new Set([2]))
  expect(traces.filter(({ message }) => message === 'Card declined')).toMatchObject([{ itemCount: 1 }])
})

it('runs a processor that changes the message and role of log records', async () => {
  await run('log-processor.mjs')
  expect(await local.rows('traces', 10)).toMatchObject([
    { message: 'Order placed for the audit', cloud_RoleName: 'shop' },
  ])
})

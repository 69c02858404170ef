import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { consumerOfAzureSdks } from '../src/consumer'
import { sectionsOf } from '../src/doc-sections'
import { nodeBinary } from '../src/node-binary'
import { run } from '../src/run'
import { IS_LONG, VERSIONS } from '../src/versions'
import { type Row, startPackedLocal } from './packed-local'
import { store } from './store'

const [NODE_20, NODE_22, NODE_24] = VERSIONS.node

/** By default, the SDKs for OpenTelemetry send at most five traces a second. */
const ALL_TRACES = { OTEL_TRACES_SAMPLER: 'always_on' }

/** Runs a program that sends to the printed connection string, which says http; several SDKs send over https nevertheless. */
async function rowsSentBy(program: string, version: string): Promise<readonly Row[]> {
  const consumer = consumerOfAzureSdks(store)
  await using local = await startPackedLocal(consumer)
  const ended = await run(consumer, nodeBinary(version), [`sdks/${program}.cjs`], { ...local.env, ...ALL_TRACES })
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(await (await fetch(new URL('api/refusals', local.url))).json()).toMatchObject({ total: 0 })
  return await local.query(`
    union withsource=table requests, dependencies, exceptions, traces, customEvents, customMetrics, pageViews, availabilityResults
    | where name != '_OTELRESOURCE_' and name !endswith '/count' and name !endswith '/duration'
    | order by table asc`)
}

const AVAILABILITY = { table: 'availabilityResults', name: 'ping', success: 'True', location: 'here', message: 'fine' }
const EVENT = {
  table: 'customEvents',
  name: 'Bought',
  customDimensions: { sku: 'x' },
  customMeasurements: { total: 1.5 },
}
const METRIC = { table: 'customMetrics', name: 'cart size', valueSum: 3, valueCount: 1 }
const DEPENDENCY = {
  table: 'dependencies',
  name: 'POST /charge',
  target: 'payments',
  data: 'http://payments/charge',
  resultCode: '200',
  success: 'True',
}
const EXCEPTION = { table: 'exceptions', type: 'RangeError', outerMessage: 'expired in 03/24' }
const PAGE_VIEW = { table: 'pageViews', name: 'Home', url: 'http://shop/' }
const REQUEST = {
  table: 'requests',
  name: 'GET /orders',
  url: 'http://shop/orders',
  resultCode: '503',
  success: 'False',
}
const TRACE = { table: 'traces', message: 'Cart is empty', severityLevel: 2, customDimensions: { cart: '7' } }

it.each([
  ['applicationinsights-2', NODE_20, DEPENDENCY, REQUEST],
  // Version 3 sends neither URLs nor codes of what an application tracks itself.
  [
    'applicationinsights-3',
    NODE_22,
    { table: 'dependencies', name: 'POST /charge', success: 'True' },
    { table: 'requests', name: 'GET /orders', success: 'False' },
  ],
])('stores every kind of item of %s on Node %s', async (program, version, dependency, request) => {
  const rows = await rowsSentBy(program, version)
  expect(rows).toMatchObject([AVAILABILITY, EVENT, METRIC, dependency, EXCEPTION, PAGE_VIEW, request, TRACE])
  expect(new Set(rows.map(({ cloud_RoleName }) => cloud_RoleName))).toEqual(new Set(['shop']))
})

it('stores the spans, logs and metrics of @azure/monitor-opentelemetry, with one operation', async () => {
  const rows = await rowsSentBy('monitor-opentelemetry', NODE_22)
  const { data: _, ...dependency } = DEPENDENCY
  expect(rows).toMatchObject([METRIC, { ...dependency, name: 'POST /charge' }, EXCEPTION, REQUEST, TRACE])
  const [, ...ofOperation] = rows
  expect(new Set(ofOperation.map(({ operation_Id }) => operation_Id)).size).toBe(1)
  expect(new Set(ofOperation.map(({ cloud_RoleName }) => cloud_RoleName))).toEqual(new Set(['shop']))
})

it.each(IS_LONG ? [NODE_20, NODE_24] : [NODE_20])(
  'stores what the exporters of Azure Monitor send on Node %s',
  async (version) => {
    expect(await rowsSentBy('exporter', version)).toMatchObject([
      { table: 'customMetrics', name: 'orders', valueSum: 2 },
      { table: 'requests', name: 'GET /orders', resultCode: '503', success: 'False' },
      { table: 'traces', message: 'Cart is empty', severityLevel: 2 },
    ])
  },
)

it.each([
  ['live-applicationinsights-2', NODE_20, 'ulm_node:2.9.8'],
  ['live-monitor-opentelemetry', NODE_22, 'dst1.21.0'],
])('streams Live Metrics of %s to whoever looks', async (program, version, sdk) => {
  const consumer = consumerOfAzureSdks(store)
  await using local = await startPackedLocal(consumer)
  const env = { ...local.env, ...ALL_TRACES, XDG_STATE_HOME: join(consumer, 'state') }
  const sender = startProgram(join(consumer, `sdks/${program}.cjs`), { env, execPath: nodeBinary(version) })
  try {
    const [sample, items] = await Promise.all([
      first(local.live('metrics'), ({ requestsPerSecond }) => Number(requestsPerSecond) > 1),
      first(local.live('documents'), () => true),
    ])
    expect(sample).toMatchObject({ role: 'shop', sdkVersion: expect.stringContaining(sdk) })
    expect(items).toContainEqual(
      expect.objectContaining({
        table: 'requests',
        role: 'shop',
        title: 'GET /orders',
        resultCode: '503',
        success: false,
      }),
    )
  } finally {
    sender.endInput()
  }
  expect(await sender.ended).toMatchObject({ code: 0, stderr: '' })
})

it.each(programsOf('local.md'))('the program %s in docs/local.md arrives, with %s', async (name, sdk, code) => {
  const consumer = consumerOfAzureSdks(store)
  await using local = await startPackedLocal(consumer)
  const here = code.replace(`'applicationinsights'`, `'${sdk}'`)
  writeFileSync(join(consumer, name), here.replace('http://127.0.0.1:4380', local.url.slice(0, -1)))
  const ended = await run(consumer, nodeBinary(NODE_22), [name], { ...local.env, ...ALL_TRACES })
  expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(await local.query("union traces, dependencies | where message == 'Hello' or name == 'Hello'")).toHaveLength(1)
})

// --- helpers ---

/** Returns name, package and code of each program for Node, once for each version of its package. */
function programsOf(page: string): [name: string, sdk: string, code: string][] {
  const files = sectionsOf(page).flatMap((section) => section.files)
  return files
    .filter(({ name }) => name.endsWith('.cjs'))
    .flatMap(({ name, code }) => {
      const [, sdk = ''] = /require\('([^']+)'\)/.exec(code) ?? []
      const installed = sdk === 'applicationinsights' ? ['applicationinsights-2', 'applicationinsights-3'] : [sdk]
      return installed.map((each): [string, string, string] => [name, each, code])
    })
}

/** Returns the first event that matches: the first second of a process may be without requests. */
async function first(events: AsyncGenerator<Row>, matches: (event: Row) => boolean): Promise<Row | undefined> {
  for await (const event of events) if (matches(event)) return event
  return undefined
}

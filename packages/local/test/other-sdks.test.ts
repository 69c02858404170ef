import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../src'

/*
 * Requests in the form of SDKs that the tests cannot run: an endpoint with a trailing slash, to which they append a path.
 * packages/consumers runs the others.
 */

const KEY = '00000000-0000-4000-8000-000000000000'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

beforeEach(() => local.reset())

afterAll(() => local.close())

/** Sends to a path with two slashes, which fetch would make one. */
async function post(path: string, headers: Readonly<Record<string, string>>, body: string | Buffer): Promise<unknown> {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const sent = request(local.url, { method: 'POST', path, headers }, resolve)
    sent.on('error', reject).end(body)
  })
  expect(response.statusCode).toBe(200)
  return json(response)
}

it('stores what OpenCensus for Python sends', async () => {
  const span = { id: '1a2b3c4d5e6f7081', duration: '0.00:00:00.012', success: true, properties: {}, measurements: null }
  const envelopes = [
    ['Message', 'MessageData', { message: 'Cart is empty', severityLevel: 2, properties: { lineNumber: 7 } }],
    ['Request', 'RequestData', { ...span, name: 'GET /orders', responseCode: '200', url: 'http://shop/orders' }],
    ['RemoteDependency', 'RemoteDependencyData', { ...span, name: 'charge', resultCode: '0', type: 'INPROC' }],
    [
      'Exception',
      'ExceptionData',
      {
        exceptions: [
          { id: 1, outerId: 0, typeName: 'ValueError', message: 'expired', hasFullStack: true, parsedStack: [] },
        ],
        severityLevel: 3,
        properties: {},
      },
    ],
    [
      'Metric',
      'MetricData',
      { metrics: [{ ns: 'carts', name: 'carts', value: 3, kind: 0, count: null }], properties: {} },
    ],
  ].map(([name, baseType, baseData]) => ({
    iKey: KEY,
    tags: {
      'ai.cloud.role': 'shop',
      'ai.internal.sdkVersion': 'py3.11.2:oc0.12.dev0:ext1.1.dev0',
      'ai.operation.id': '0af7651916cd43dd8448eb211c80319c',
      'ai.operation.parentId': '|0af7651916cd43dd8448eb211c80319c.b7ad6b7169203331.',
    },
    time: new Date().toISOString().replace('Z', '123Z'),
    name: `Microsoft.ApplicationInsights.${name}`,
    data: { baseData: { ...(baseData as object), ver: 2 }, baseType },
  }))
  const headers = { 'user-agent': 'python-requests/2.28.1', 'content-type': 'application/json; charset=utf-8' }
  const body = JSON.stringify(envelopes, undefined, 1)

  expect(await post('//v2.1/track', headers, body)).toMatchObject({ itemsAccepted: 5, errors: [], appId: KEY })
  const rows = await local.query(`
    union withsource=table traces, requests, dependencies, exceptions, customMetrics | order by table asc
    | project table, what = coalesce(message, name, type), cloud_RoleName, operation_Id, client_Browser`)
  const common = { cloud_RoleName: 'shop', operation_Id: '0af7651916cd43dd8448eb211c80319c', client_Browser: '' }
  expect(rows.rows).toMatchObject([
    { table: 'customMetrics', ...common },
    { table: 'dependencies', ...common },
    { table: 'exceptions', ...common },
    { table: 'requests', ...common },
    { table: 'traces', what: 'Cart is empty', ...common },
  ])
})

it('stores what applicationinsights 1.8 sends, which other loggers contain', async () => {
  const envelopes = ['first', 'second'].map((message) => ({
    ver: 1,
    sampleRate: 100,
    tags: { 'ai.cloud.role': 'Web', 'ai.device.id': '', 'ai.internal.sdkVersion': 'node:1.8.10' },
    data: { baseType: 'MessageData', baseData: { ver: 2, properties: { orderId: '42' }, message, severityLevel: 1 } },
    iKey: KEY,
    name: 'Microsoft.ApplicationInsights.00000000000040008000000000000000.Message',
    time: new Date().toISOString(),
  }))
  const headers = { 'content-type': 'application/x-json-stream', 'content-encoding': 'gzip' }
  const body = gzipSync(envelopes.map((envelope) => JSON.stringify(envelope)).join('\n'))

  expect(await post('//v2/track', headers, body)).toMatchObject({ itemsAccepted: 2 })
  const [row] = await local.rows('traces')
  expect(row).toMatchObject({ severityLevel: 1, customDimensions: { orderId: '42' }, sdkVersion: 'node:1.8.10' })
})

import { expect, it } from '@jest/globals'
import { type Attributes, SpanKind } from '@opentelemetry/api'
import { rowsOf } from '../builders'

const BOTH_ENDS = { 'net.host.name': 'shop', 'net.host.port': 3000, 'net.peer.name': 'pay', 'net.peer.port': 8080 }

/** Where a call went, as the row of the one who asked or was asked says it. */
function whereOf(kind: SpanKind, attributes: Attributes) {
  const [row] = rowsOf({ kind, attributes })
  const { target, url, data }: Readonly<Record<string, unknown>> = { ...row?.data.baseData }
  return { target, url: url ?? data }
}

it('a client names its peer, a server itself', () => {
  const asked = { 'http.method': 'GET', 'http.target': '/x', ...BOTH_ENDS }
  expect(whereOf(SpanKind.CLIENT, asked)).toEqual({ target: 'pay:8080', url: 'http://pay:8080/x' })
  expect(whereOf(SpanKind.SERVER, asked)).toEqual({ target: undefined, url: 'http://shop:3000/x' })
  expect(whereOf(SpanKind.CLIENT, BOTH_ENDS)).toMatchObject({ target: 'pay:8080' })
  expect(whereOf(SpanKind.CLIENT, { 'net.host.name': 'shop' })).toMatchObject({ target: undefined })
})

it.each<[Attributes, string]>([
  [{ 'server.address': 'a', 'net.peer.name': 'b', 'net.peer.port': 1 }, 'a'],
  [{ 'net.peer.name': 'b', 'net.peer.ip': '10.0.0.7' }, 'b'],
  [{ 'net.peer.ip': '10.0.0.7', 'net.peer.port': 1 }, '10.0.0.7:1'],
  [{ 'server.address': '::1', 'server.port': 6379 }, '[::1]:6379'],
  [{ 'server.address': 'a', 'server.port': 443, 'url.scheme': 'https' }, 'a'],
])('a name goes with its own port: %j', (attributes, target) => {
  expect(whereOf(SpanKind.CLIENT, attributes)).toMatchObject({ target })
})

it('a database that answers by HTTP has succeeded where that has', () => {
  const attributes = { 'db.system': 'cosmosdb', 'http.response.status_code': 200 }
  const [row] = rowsOf({ kind: SpanKind.CLIENT, attributes })
  expect(row?.data.baseData).toMatchObject({ success: true, resultCode: '200' })
})

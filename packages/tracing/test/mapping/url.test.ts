import { expect, it } from '@jest/globals'
import { type Attributes, SpanKind } from '@opentelemetry/api'
import { rowsOf } from '../builders'

const BOTH_ENDS = { 'net.host.name': 'shop', 'net.host.port': 3000, 'net.peer.name': 'pay', 'net.peer.port': 8080 }

/** The target and URL in the row of a span. */
function addressOf(kind: SpanKind, attributes: Attributes) {
  const [row] = rowsOf({ kind, attributes })
  const { target, url, data }: Readonly<Record<string, unknown>> = { ...row?.data.baseData }
  return { target, url: url ?? data }
}

it('reads the address of the peer for a client and its own for a server', () => {
  const asked = { 'http.method': 'GET', 'http.target': '/x', ...BOTH_ENDS }
  expect(addressOf(SpanKind.CLIENT, asked)).toEqual({ target: 'pay:8080', url: 'http://pay:8080/x' })
  expect(addressOf(SpanKind.SERVER, asked)).toEqual({ target: undefined, url: 'http://shop:3000/x' })
  expect(addressOf(SpanKind.CLIENT, BOTH_ENDS)).toMatchObject({ target: 'pay:8080' })
  expect(addressOf(SpanKind.CLIENT, { 'net.host.name': 'shop' })).toMatchObject({ target: undefined })
})

it.each<[Attributes, string]>([
  [{ 'server.address': 'a', 'net.peer.name': 'b', 'net.peer.port': 1 }, 'a'],
  [{ 'net.peer.name': 'b', 'net.peer.ip': '10.0.0.7' }, 'b'],
  [{ 'net.peer.ip': '10.0.0.7', 'net.peer.port': 1 }, '10.0.0.7:1'],
  [{ 'server.address': '::1', 'server.port': 6379 }, '[::1]:6379'],
  [{ 'server.address': 'a', 'server.port': 443, 'url.scheme': 'https' }, 'a'],
])('combines a name only with its own port: %j', (attributes, target) => {
  expect(addressOf(SpanKind.CLIENT, attributes)).toMatchObject({ target })
})

it('reads the host of a URL unless it is longer than any real host', () => {
  const urlOf = (host: string) => addressOf(SpanKind.CLIENT, { 'http.method': 'GET', 'url.full': `https://${host}/a` })
  expect(urlOf('pay.example')).toEqual({ target: 'pay.example', url: 'https://pay.example/a' })
  expect(urlOf('a'.repeat(1_025)).target).toBeUndefined()
})

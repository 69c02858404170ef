import { describe, expect, it } from '@jest/globals'
import { type Attributes, SpanKind } from '@opentelemetry/api'
import { rowsOf } from '../builders'

/** The properties that remain of these attributes. */
function propertiesOf(kind: SpanKind, attributes: Attributes, name = 'work') {
  const [row] = rowsOf({ kind, attributes, name })
  return row?.data.baseData.properties
}

describe('a request', () => {
  it.each<[string, Attributes]>([
    [
      'current names',
      {
        'http.request.method': 'GET',
        'http.route': '/orders/:id',
        'http.response.status_code': 200,
        'url.scheme': 'https',
        'url.path': '/orders/7',
        'url.query': 'a=b',
        'server.address': 'shop.example',
        'server.port': 443,
        'client.address': '10.0.0.9',
        'enduser.id': 'u1',
        'user_agent.original': 'curl/8',
      },
    ],
    [
      'old names',
      {
        'http.method': 'GET',
        'http.route': '/orders/:id',
        'http.status_code': 200,
        'http.scheme': 'http',
        'http.target': '/orders/7?a=b',
        'net.host.name': 'shop.example',
        'net.host.port': 8080,
        'http.client_ip': '10.0.0.9',
        'http.user_agent': 'curl/8',
      },
    ],
    [
      'both names at once',
      {
        'http.request.method': 'GET',
        'http.method': 'GET',
        'url.full': 'https://shop.example:8443/orders/7?a=b',
        'http.url': 'https://shop.example:8443/orders/7?a=b',
        'http.host': 'shop.example:8443',
        'url.path': '/orders/7',
        'http.target': '/orders/7?a=b',
      },
    ],
    ['a queue', { 'messaging.destination.name': 'orders', 'server.address': 'bus' }],
  ])('has no property that repeats a field: %s', (_, attributes) => {
    expect(propertiesOf(SpanKind.SERVER, attributes, 'GET /orders/:id')).toEqual({})
  })

  it.each<[Attributes, readonly string[]]>([
    [{ 'url.full': 'https://a.example/', 'http.url': 'https://b.example/' }, ['http.url']],
    [{ 'url.full': 'https://a.example/', 'server.address': 'pod-7' }, ['server.address']],
    [{ 'url.path': '/orders', 'server.address': 'a', 'net.host.name': 'b' }, ['net.host.name']],
    [
      { 'http.response.status_code': 200, 'http.status_code': 304, 'rpc.grpc.status_code': 5 },
      ['http.status_code', 'rpc.grpc.status_code'],
    ],
    [{ 'http.request.method': 'PURGE' }, ['http.request.method']],
    [{ 'client.address': '10.0.0.9', 'http.client_ip': '10.0.0.1' }, ['http.client_ip']],
    [{ 'enduser.pseudo.id': 'p1', 'user.id': 'u1' }, ['user.id']],
    [{ 'url.scheme': 'https', 'server.address': 'a' }, ['url.scheme', 'server.address']],
  ])('has a property for each other value: %j', (attributes, left) => {
    const expected = Object.fromEntries(left.map((key) => [key, String(attributes[key])]))
    expect(propertiesOf(SpanKind.SERVER, attributes)).toEqual(expected)
  })
})

describe('a dependency', () => {
  it.each<[string, Attributes]>([
    [
      'HTTP',
      {
        'http.request.method': 'POST',
        'url.full': 'https://pay.example/charges?a=b',
        'server.address': 'pay.example',
        'server.port': 443,
        'http.response.status_code': 201,
      },
    ],
    [
      'a database',
      {
        'db.system.name': 'postgresql',
        'db.system': 'postgresql',
        'db.namespace': 'shop',
        'db.query.text': 'SELECT 1',
        'server.address': 'db',
        'server.port': 5432,
        'db.response.status_code': '42P01',
      },
    ],
    ['a server by its address', { 'db.system': 'redis', 'server.address': '::1', 'server.port': 6379 }],
    ['gRPC', { 'rpc.system': 'grpc', 'rpc.service': 'shop.Orders', 'rpc.method': 'Place', 'server.address': 'orders' }],
    ['a queue', { 'messaging.system': 'kafka', 'messaging.destination.name': 'orders', 'net.peer.name': 'broker' }],
  ])('has no property that repeats a field: %s', (_, attributes) => {
    expect(propertiesOf(SpanKind.CLIENT, attributes)).toEqual({})
  })

  it.each<[Attributes, readonly string[]]>([
    [{ 'server.address': 'db', 'peer.service': 'till' }, ['peer.service']],
    [{ 'db.system': 'mssql', 'db.name': 'shop' }, ['db.system']],
    [{ 'db.system': 'redis', 'db.query.text': 'GET k', 'db.operation.name': 'GET' }, ['db.operation.name']],
    [{ 'db.system': 'redis', 'net.peer.ip': '10.0.0.7', 'server.address': 'cache' }, ['net.peer.ip']],
    [{ 'http.method': 'GET', 'url.full': 'https://a.example/', 'http.url': 'http://b.example/' }, ['http.url']],
    [{ 'http.method': 'GET', 'server.address': 'a.example', 'url.scheme': 'https' }, ['http.method', 'url.scheme']],
    [{ boxes: 2, 'net.host.name': 'shop' }, ['boxes', 'net.host.name']],
    [{ 'http.method': 'GET', 'user_agent.original': 'shop/1' }, ['http.method', 'user_agent.original']],
  ])('has a property for each other value: %j', (attributes, left) => {
    const expected = Object.fromEntries(left.map((key) => [key, String(attributes[key])]))
    expect(propertiesOf(SpanKind.CLIENT, attributes)).toEqual(expected)
  })
})

it('redacts secrets in properties that are parts of a URL', () => {
  const attributes = { 'url.full': 'https://a.example/', 'url.query': 'a=b&token=abc', 'http.target': '/x?sig=abc' }
  expect(propertiesOf(SpanKind.SERVER, attributes)).toEqual({
    'url.query': 'a=b&token=redacted',
    'http.target': '/x?sig=redacted',
  })
})

it('redacts a part of a URL whose key is secret as a whole', () => {
  const attributes = { 'url.query': 'a=b&token=abc' }
  const [row] = rowsOf({ attributes }, { redactKeys: ['query'] })
  expect(row?.data.baseData.properties).toEqual({ 'url.query': '[redacted]' })
})

it('redacts secrets in a URL without a host', () => {
  const [request] = rowsOf({ kind: SpanKind.SERVER, attributes: { 'http.request.header.referer': ['/a?token=abc'] } })
  expect(request?.data.baseData.properties).toEqual({ 'http.request.header.referer': '["/a?token=redacted"]' })
})

it('keeps an object as a property and does not use it for a field', () => {
  const nobody = Object.assign(Object.create(null), { a: 1 })
  const attributes = { 'peer.service': nobody, 'server.address': [nobody], 'db.system': ['redis'], empty: null }
  const [row] = rowsOf({ kind: SpanKind.CLIENT, attributes })
  expect(row?.data.baseData).toMatchObject({ type: 'redis', target: 'redis' })
  expect(row?.data.baseData.properties).toEqual({
    'peer.service': '{"a":1}',
    'server.address': '[{"a":1}]',
    empty: 'null',
  })
})

it.each([
  ['203.0.113.9:52114', '203.0.113.9'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['unknown', 'unknown'],
])('has the address of the client without its port: %s', (address, ip) => {
  const [row] = rowsOf({ kind: SpanKind.SERVER, attributes: { 'client.address': address } })
  expect(row?.tags?.['ai.location.ip']).toBe(ip)
})

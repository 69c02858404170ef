import { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { PassThrough } from 'node:stream'
import { CANARY, expectNoSecret, fuzz, objectsLike, short, stringsLike, valuesLike } from '@azmon/testkit/fuzz'
import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals'
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  SpanKind,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api'
import fc from 'fast-check'
import {
  B3Propagator,
  BaggagePropagator,
  CloudTracePropagator,
  CompositePropagator,
  createTracing,
  isIgnored,
  redactedTarget,
  TraceContextPropagator,
  type Tracing,
} from '../src'
import { browserIds } from '../src/browser-ids'
import { onFirstStatus } from '../src/first-status'
import { requestOrigin } from '../src/origin/request-origin'
import { parseTrustProxy } from '../src/origin/trusted-proxies'
import { AzureMonitorSpanExporter } from '../src/sdk-span-exporter'
import { rowsOf, SPAN_ID, TRACE_ID } from './builders'

const connectionString = 'InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9'
const PARENT = `00-${TRACE_ID}-${SPAN_ID}-01`
const headers = {
  traceparent: stringsLike(PARENT, `cc-${TRACE_ID}-${SPAN_ID}-01-later`),
  tracestate: stringsLike('congo=t61rcWkgMzE,rojo=00f067aa0ba902b7', 'a@b=1'),
  baggage: stringsLike('userId=alice,a=b%20c;property=1;other', 'a=%E2%82%AC'),
  b3: stringsLike(`${TRACE_ID}-${SPAN_ID}-1-${SPAN_ID}`, '0'),
  'x-b3-traceid': stringsLike(TRACE_ID, SPAN_ID),
  'x-b3-spanid': stringsLike(SPAN_ID),
  'x-b3-sampled': stringsLike('1', 'd', 'true'),
  'x-cloud-trace-context': stringsLike(`${TRACE_ID}/1234567890;o=1`),
}

describe('a header', () => {
  const propagators: Readonly<Record<string, TextMapPropagator>> = {
    traceparent: new TraceContextPropagator(),
    tracestate: new TraceContextPropagator(),
    baggage: new BaggagePropagator(),
    b3: new B3Propagator(),
    'x-cloud-trace-context': new CloudTracePropagator(),
  }
  for (const [name, propagator] of Object.entries(propagators)) {
    fuzz(
      name,
      headers[name as keyof typeof headers],
      (value) => {
        const carrier = name === 'tracestate' ? { traceparent: PARENT, tracestate: value } : { [name]: value }
        const extracted = propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter)
        const written: Record<string, string> = {}
        propagator.inject(extracted, written, defaultTextMapSetter)
        return { span: trace.getSpanContext(extracted), written }
      },
      ({ span, written }) => {
        if (span !== undefined) expect(`${span.traceId} ${span.spanId}`).toMatch(/^[\da-f]{32} [\da-f]{16}$/)
        // The result must be a valid header value.
        expect(Object.values(written).every((value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value))).toBe(true)
      },
    )
  }
  const all = new CompositePropagator([...new Set(Object.values(propagators))])
  fuzz('of every kind, several times', fc.record(headers, { requiredKeys: [] }), (carrier) => {
    all.extract(
      ROOT_CONTEXT,
      Object.fromEntries(Object.entries(carrier).map(([name, value]) => [name, [value, value]])),
      defaultTextMapGetter,
    )
  })
})

const targets = stringsLike(
  '/orders/1?token=a&b=c#d',
  'http://user:pass@shop.example:80/a',
  '*',
  '//a/../b',
  '[::1]:80',
)
const hosts = stringsLike('shop.example:8080', '[2001:db8::1]:80', '10.0.0.1')
const addresses = stringsLike('203.0.113.9:80, 10.0.0.0/8', '[2001:db8::1%eth0]:443', '::ffff:10.0.0.1,unknown')
const forwarded = stringsLike('for="[2001:db8::1]:80";proto=https;host=shop.example, for=_hidden;by=10.0.0.1')
const cookies = stringsLike('ai_user=Qw8+e|2026-01-02; ai_session=s7|1|2; ai_authUser=ada%40example.com%7Ccontoso')
const requestTo = (url: string, given: object = {}) => {
  const request = new IncomingMessage(new PassThrough() as never)
  Object.assign(request, { url, method: 'GET' })
  Object.assign(request.headers, given)
  return request
}

describe('a request', () => {
  let tracing: Tracing
  beforeAll(() => {
    jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    tracing = createTracing({ connectionString, durability: 'memory', exitFlushMs: 0 })
  })
  afterAll(() => tracing.close({ timeoutMs: 0 }))

  fuzz(
    'its target',
    targets,
    (url) => redactedTarget(requestTo(url)),
    (target) => expect(target.length).toBeLessThan(4_200),
  )
  fuzz(
    'its query with a secret',
    targets,
    (url) => redactedTarget(requestTo(`/a?token=${CANARY}&${url}`)),
    expectNoSecret,
  )
  fuzz('a rule of ignore', fc.tuple(targets, short(targets)), ([url, rule]) =>
    isIgnored(requestTo(url), [rule, /^\/a$/]),
  )
  fuzz(
    'all of it',
    fc.record({
      url: targets,
      host: hosts,
      'user-agent': short(hosts),
      cookie: short(cookies),
      forwarded: short(forwarded),
      'x-forwarded-for': short(addresses),
      'x-forwarded-host': short(hosts),
      traceparent: headers.traceparent,
    }),
    ({ url, ...given }) => {
      const response = new ServerResponse(requestTo(url, given))
      tracing.startRequest(response.req, response, { ignore: ['/health'], trustProxy: true })
      response.emit('finish')
    },
  )
  fuzz(
    'its cookies',
    cookies,
    (value) => browserIds(value),
    (ids) => expect(Object.values(ids).every((id) => String(id).length <= 128)).toBe(true),
  )
  fuzz(
    'the headers of its proxies',
    fc.record(
      { forwarded, 'x-forwarded-for': addresses, 'x-forwarded-proto': short(hosts), 'x-forwarded-host': hosts },
      {
        requiredKeys: [],
      },
    ),
    (given) => requestOrigin(requestTo('/', given), (_, hop) => hop < 2),
    ({ address, scheme, host }) => {
      if (address !== undefined) expect(isIP(address)).not.toBe(0)
      if (scheme !== undefined) expect(scheme).toMatch(/^(?:http|ws)s?$/)
      if (host !== undefined) expect(host).toMatch(/^[\w.:[\]-]+$/)
    },
  )
  fuzz('the option trustProxy', addresses, (value) => parseTrustProxy(value)?.('10.0.0.1', 0))
  fuzz('the status line of an upgrade', stringsLike('HTTP/1.1 101 Switching Protocols\r\n\r\n'), (text) => {
    const socket = new PassThrough()
    let status: number | undefined
    onFirstStatus(socket, (told) => {
      status = told
    })
    socket.end(text)
    return status
  })
})

describe('a span', () => {
  const statements = stringsLike(
    "SELECT a FROM b WHERE c = 'd' -- e\n/* f */ AND g IN (1, 2)",
    'INSERT INTO "a"."b" VALUES ($1)',
    '{"find":"a"}',
  )
  const urls = ['url.full', 'http.url', 'http.target', 'url.path', 'url.query', 'url.scheme', 'http.route']
  const ends = ['http.host', 'server.address', 'server.port', 'net.peer.name', 'net.peer.port', 'peer.service']
  const others = ['http.request.method', 'http.method', 'http.status_code', 'db.system', 'db.statement', 'db.namespace']
  const names = [
    ...urls,
    ...ends,
    ...others,
    'messaging.system',
    'messaging.destination.name',
    'message_bus.destination',
    'peer.address',
    'rpc.system',
    'rpc.service',
    'rpc.method',
    'gen_ai.provider.name',
    'url.template',
  ]
  const kinds = fc.constantFrom(
    ...[SpanKind.SERVER, SpanKind.CLIENT, SpanKind.CONSUMER, SpanKind.PRODUCER, SpanKind.INTERNAL],
  )
  const text = fc.oneof(targets, hosts, statements)
  const attributes = fc.dictionary(fc.constantFrom(...names), short(text), { minKeys: 2, maxKeys: 8 })

  fuzz('its attributes', fc.tuple(kinds, attributes), ([kind, given]) => rowsOf({ kind, attributes: given }))
  fuzz('one long attribute', fc.tuple(kinds, fc.constantFrom(...names), text), ([kind, name, value]) =>
    rowsOf({ kind, attributes: { 'http.method': 'GET', 'url.path': '/', [name]: value } }),
  )
  fuzz(
    'its attributes with secrets',
    fc.tuple(kinds, attributes),
    ([kind, given]) => rowsOf({ kind, attributes: { ...given, 'shop.password': CANARY, 'x-api-key': CANARY } }),
    expectNoSecret,
  )
  fuzz('an exception', fc.tuple(text, text), ([message, stack]) => {
    const attributes = { 'exception.type': 'TypeError', 'exception.message': message, 'exception.stacktrace': stack }
    return rowsOf({ events: [{ name: 'exception', timeMs: 0, attributes }] })
  })

  let exporter: AzureMonitorSpanExporter
  beforeAll(() => {
    exporter = new AzureMonitorSpanExporter({ connectionString, durability: 'memory', exitFlushMs: 0 })
  })
  afterAll(() => exporter.shutdown())
  fuzz(
    'of an SDK with attributes of any kind',
    fc.tuple(objectsLike(names, text), valuesLike(text)),
    ([make, value]) => {
      const event = { name: 'exception', time: [1, 2], attributes: { 'exception.message': value() } }
      const span = {
        ...{ name: 'a', kind: SpanKind.CLIENT, startTime: [1, 2], endTime: [1, 3], status: { code: 0 } },
        ...{ attributes: make(), events: [event], links: [] },
        spanContext: () => ({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 }),
      }
      exporter.export([span as never], () => {})
    },
  )
})

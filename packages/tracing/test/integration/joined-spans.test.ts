import type { IncomingMessage, RequestListener } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { SPAN_ID, TRACE_ID } from '../builders'
import { responseFrom, TrackedServer } from '../tracked-server'

const tracked = new TrackedServer()
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-01`

/** A server span such as a framework starts, with OpenTelemetry's older names. */
const serverSpan = ({ method = '', url = '' }: IncomingMessage, attributes: Attributes = {}) => ({
  kind: SpanKind.SERVER,
  attributes: { 'http.method': method, 'http.target': url, ...attributes },
})

interface Row {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly duration: string
  readonly success: boolean
  readonly properties: Readonly<Record<string, string>>
}

async function requestsFor(listener: RequestListener, path = '/orders/7?x=1', headers = {}, count = 1) {
  const url = await tracked.serve(listener)
  await responseFrom(`${url}${path}`, { headers })
  return (await tracked.requests(count)).map(({ tags, data: { baseData } }) => {
    return { ...(baseData as Partial<Row>), tags }
  })
}

const dependencies = () => tracked.ingestion.accepted.filter(({ data }) => data.baseType === 'RemoteDependencyData')

describe('a server span that a framework starts for a request', () => {
  it('joins the row of the request, with its route and its attributes', async () => {
    const [row, ...others] = await requestsFor((request, response) => {
      trace.getTracer('next.js').startActiveSpan('GET /orders/7', serverSpan(request), (span) => {
        trace.getTracer('next.js').startSpan('render route').end()
        span.setAttributes({ 'http.status_code': 200, 'http.route': '/orders/[id]', 'next.rsc': false })
        span.updateName('GET /orders/[id]')
        response.end('page')
        span.end()
        span.setAttribute('late', true)
      })
    })
    expect(others).toEqual([])
    expect(row).toMatchObject({ name: 'GET /orders/[id]', responseCode: '200', success: true })
    expect(row?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/orders\/7\?x=1$/)
    expect(row?.properties).toEqual({ 'next.rsc': 'false' })
    expect(dependencies().map(({ tags }) => tags['ai.operation.parentId'])).toEqual([row?.id])
  })

  it('may learn the route after the response has been sent', async () => {
    const [row] = await requestsFor((request, response) => {
      const span = trace.getTracer('next.js').startSpan('GET', serverSpan(request))
      response.once('close', () => {
        span.setAttribute('http.route', '/orders/[id]')
        span.end()
      })
      response.end('page')
    })
    expect(row).toMatchObject({ name: 'GET /orders/[id]', tags: { 'ai.operation.name': 'GET /orders/[id]' } })
  })

  it('does not hold back the row of a request if it never ends', async () => {
    const [row] = await requestsFor((request, response) => {
      trace.getTracer('a').startSpan('GET', serverSpan(request))
      response.end()
    })
    expect(row).toMatchObject({ name: 'GET', responseCode: '200' })
    expect(String(row?.duration) < '00:00:00.1').toBe(true)
  })

  it('may read the parent from the headers again, over the active context', async () => {
    const [row, ...others] = await requestsFor(
      (request, response) => {
        const within = propagation.extract(context.active(), request.headers)
        const options = {
          kind: SpanKind.SERVER,
          attributes: { 'http.request.method': 'GET', 'url.full': `http://shop${request.url}`, 'http.route': '/*' },
        }
        trace.getTracer('@hono/otel').startActiveSpan('GET /*', options, within, (span) => {
          span.setAttribute('http.route', '/orders/:id')
          span.updateName('GET /orders/:id')
          span.end()
        })
        response.end()
      },
      undefined,
      { traceparent: TRACEPARENT },
    )
    expect(others).toEqual([])
    expect(row).toMatchObject({ name: 'GET /orders/:id', tags: { 'ai.operation.parentId': SPAN_ID } })
    expect(row?.url).not.toContain('shop')
  })

  it.each([
    ['with a caller', { traceparent: TRACEPARENT }],
    ['without one', {}],
  ])('may read the parent from the headers into a new context: %s', async (_, headers) => {
    const rows = await requestsFor(
      (request, response) => {
        const within = propagation.extract(ROOT_CONTEXT, request.headers)
        trace
          .getTracer('own')
          .startSpan('GET', serverSpan(request, { 'http.route': '/orders/:id' }), within)
          .end()
        response.end()
      },
      undefined,
      headers,
    )
    expect(rows.map(({ name }) => name)).toEqual(['GET /orders/:id'])
  })

  it('may pass its context on in headers to a second span of the framework', async () => {
    const tracer = trace.getTracer('next.js')
    const [row, ...others] = await requestsFor((request, response) => {
      tracer.startActiveSpan('middleware', serverSpan(request), (span) => {
        propagation.inject(context.active(), request.headers)
        span.end()
      })
      const render = () => tracer.startActiveSpan('render', serverSpan(request, { 'http.route': '/orders/[id]' }), end)
      const end = (span: Span) => {
        tracer.startSpan('page').end()
        span.end()
      }
      context.with(propagation.extract(ROOT_CONTEXT, request.headers), render)
      response.end()
    })
    expect([row?.name, others]).toEqual(['GET /orders/[id]', []])
    expect(dependencies().map(({ tags }) => tags['ai.operation.parentId'])).toEqual([row?.id])
  })

  it('may see only the rest of the path, in a mounted router, and start below other spans', async () => {
    const rows = await requestsFor((request, response) => {
      tracked.tracing.tracer.span('middleware', () => {
        const options = serverSpan(request, { 'http.target': '/7?x=1', 'http.route': '/:id' })
        trace.getTracer('a').startSpan('GET', options).end()
      })
      response.end()
    })
    expect(rows.map(({ name }) => name)).toEqual(['GET /:id'])
  })

  it('names the request better than a router above that catches all paths', async () => {
    const url = await tracked.serve(
      (request, response) => {
        const span = trace.getTracer('next.js').startSpan('GET', serverSpan(request))
        span.setAttribute('http.route', '/orders/[id]').updateName('GET /orders/[id]').end()
        response.end()
      },
      { routeOf: () => '/{*path}' },
    )
    await responseFrom(`${url}/orders/7`)
    expect(await tracked.requests()).toMatchObject([{ data: { baseData: { name: 'GET /orders/[id]' } } }])
  })

  it('does not name the request after middleware for all paths', async () => {
    const [row] = await requestsFor((request, response) => {
      const span = trace.getTracer('@hono/otel').startSpan('GET /*', serverSpan(request, { 'http.route': '/*' }))
      span.setAttribute('http.route', '/*')
      span.updateName('GET /*')
      span.end()
      response.writeHead(404).end()
    })
    expect(row?.name).toBe('GET')
  })

  it('does not name the request after its path', async () => {
    const [row] = await requestsFor((request, response) => {
      const span = trace.getTracer('a').startSpan(`GET ${request.url}`, serverSpan(request))
      span.updateName('RSC GET /orders/7')
      span.updateName('GET /orders/7?x=1')
      span.end()
      response.end()
    })
    expect(row).toMatchObject({ name: 'GET', tags: { 'ai.operation.name': 'GET' } })
  })

  it('passes its errors, events and links to the row of the request', async () => {
    const [row] = await requestsFor((request, response) => {
      const span = trace.getTracer('a').startSpan('GET', serverSpan(request))
      span.recordException(new RangeError('no such order'))
      span.addEvent('cache miss').addLink({ context: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 } })
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'no such order' }).end()
      response.end()
    })
    expect(row?.success).toBe(false)
    expect(row?.properties).toMatchObject({ '_MS.links': expect.stringContaining(SPAN_ID) })
    const below = tracked.ingestion.accepted.filter(({ tags }) => tags['ai.operation.parentId'] === row?.id)
    expect(below.map(({ data }) => data.baseType).sort()).toEqual(['ExceptionData', 'MessageData'])
  })

  it('is found for each of several requests to the same path from the same caller', async () => {
    const url = await tracked.serve(async (request, response) => {
      await delay(10)
      const within = propagation.extract(context.active(), request.headers)
      const attributes = { id: String(request.headers['x-id']) }
      trace.getTracer('a').startSpan('GET', serverSpan(request, attributes), within).end()
      response.end()
    })
    const ids = ['1', '2', '3']
    const call = (id: string) => responseFrom(`${url}/a`, { headers: { 'x-id': id, traceparent: TRACEPARENT } })
    await Promise.all(ids.map(call))
    const rows = await tracked.requests(3)
    expect(rows.map(({ data }) => Reflect.get(Object(data.baseData.properties), 'id')).sort()).toEqual(ids)
  })
})

describe('a server span of its own', () => {
  it.each<[string, (request: IncomingMessage) => void]>([
    ['with another path', () => start({ 'http.method': 'GET', 'http.target': '/other' })],
    ['with another method', () => start({ 'http.method': 'POST', 'http.target': '/orders/7' })],
    ['without a method', () => start({})],
    ['below a call to another process', (request) => belowCall(() => start(serverSpan(request).attributes))],
    ['for which a new trace is asked', (request) => start(serverSpan(request).attributes, true)],
  ])('stays a row: %s', async (_, begin) => {
    const rows = await requestsFor(
      (request, response) => {
        begin(request)
        response.end()
      },
      undefined,
      {},
      2,
    )
    expect(rows.map(({ name }) => name).sort()).toEqual(['GET', 'job'])
  })

  const start = (attributes: Attributes, root = false) =>
    trace.getTracer('a').startSpan('job', { kind: SpanKind.SERVER, attributes, root }).end()
  const belowCall = (work: () => void) => tracked.tracing.tracer.span('call', { kind: SpanKind.CLIENT }, work)

  it('belongs to a request that a server sends to itself', async () => {
    const stop = tracked.tracing.trackOutgoing()
    const rows = await requestsFor(
      async (request, response) => {
        const { host, depth } = request.headers
        if (depth === undefined) await fetch(`http://${host}/orders/7?x=1`, { headers: { depth: '1' } })
        response.end()
      },
      undefined,
      {},
      2,
    )
    stop()
    const [inner, outer] = rows
    expect(inner?.tags['ai.operation.parentId']).not.toBe(outer?.id)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2)
  })
})

describe('a route that a span within the request has', () => {
  const within = (...routes: readonly string[]): RequestListener => {
    return (_, response) => {
      for (const route of routes) {
        const span = trace.getTracer('koa').startSpan('router', { attributes: { 'koa.type': 'router' } })
        span.setAttribute('http.route', route).end()
      }
      response.end()
    }
  }

  it.each([
    [['/orders/:id'], 'GET /orders/:id'],
    [['/', '/orders', '/orders/:id', '/'], 'GET /orders/:id'],
    [['/'], 'GET'],
    [['unknown'], 'GET'],
  ])('names the request: %j', async (routes, name) => {
    const [row] = await requestsFor(within(...routes))
    expect(row).toMatchObject({ name, tags: { 'ai.operation.name': name } })
    expect(dependencies()).toHaveLength(routes.length)
  })

  it.each([
    [['/orders/[id]'], 'GET /orders/[id]'],
    [['/orders/[id]', '/orders/[id]/route'], 'GET /orders/[id]'],
    [['/orders/[id]/page'], 'GET /orders/[id]'],
    [['/landing/page', '/landing/page/page'], 'GET /landing/page'],
    [['/_not-found'], 'GET'],
    [['/orders/[id]', '/500'], 'GET /orders/[id]'],
  ])('names the request if Next.js 15 knows it: %j', async (routes, name) => {
    const [row] = await requestsFor((_, response) => {
      for (const route of routes) {
        trace
          .getTracer('next.js')
          .startSpan('resolve page components', { attributes: { 'next.route': route } })
          .end()
      }
      response.end()
    })
    expect(row?.name).toBe(name)
  })

  it('is "/" for the root path', async () => {
    expect(await requestsFor(within('/'), '/')).toMatchObject([{ name: 'GET /' }])
  })

  it('does not replace the route that the application sets', async () => {
    const [row] = await requestsFor((request, response) => {
      trace.getActiveSpan()?.setAttribute('http.route', '/mine')
      within('/orders/:id')(request, response as never)
    })
    expect(row?.name).toBe('GET /mine')
  })
})

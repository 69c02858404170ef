import { once } from 'node:events'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from '@jest/globals'
import { propagation, SpanKind, trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { type IncomingOptions, registeredTracing, TraceContextPropagator } from '../src'
import { SPAN_ID, TRACE_ID } from './builders'

afterEach(() => {
  for (const api of [trace, propagation]) api.disable()
})

async function ask(how?: IncomingOptions): Promise<number | undefined> {
  const server = createServer((request, response) => {
    registeredTracing.startRequest(request, response, how)
    response.statusCode = 201
    response.end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const traceparent = `00-${TRACE_ID}-${SPAN_ID}-01`
  const [response] = await once(get({ host: '127.0.0.1', port, headers: { traceparent } }), 'response')
  response.resume()
  server.close()
  await once(server, 'close')
  return response.statusCode
}

it("makes spans of OpenTelemetry's SDK if that is registered", async () => {
  const exporter = new InMemorySpanExporter()
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
  propagation.setGlobalPropagator(new TraceContextPropagator())
  expect(await ask({ routeOf: () => '/orders/:id', user: () => 'ada' })).toBe(201)
  const [span] = exporter.getFinishedSpans()
  expect(span).toMatchObject({ kind: SpanKind.SERVER, parentSpanContext: { traceId: TRACE_ID, spanId: SPAN_ID } })
  expect(span?.attributes).toMatchObject({
    'http.route': '/orders/:id',
    'http.response.status_code': 201,
    'enduser.id': 'ada',
  })
})

it('makes no spans and lets requests through if nothing is registered', async () => {
  expect(await ask()).toBe(201)
})

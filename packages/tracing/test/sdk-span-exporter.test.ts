import { TelemetryClient } from '@azmon/core'
import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { ApplicationInsightsSampler, AzureMonitorSpanExporter, type AzureMonitorSpanExporterOptions } from '../src/otel'

let ingestion: ScriptedIngestion

beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()))
afterAll(() => context.disable())
beforeEach(async () => {
  ingestion = await startIngestion()
})
afterEach(() => ingestion.close())

function aProvider(options: AzureMonitorSpanExporterOptions = {}, ratio = 1): BasicTracerProvider {
  const { connectionString } = ingestion
  const exporter = new AzureMonitorSpanExporter({ connectionString, durability: 'memory', ...options })
  return new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'orders' }),
    sampler: new ApplicationInsightsSampler(ratio),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
}

it('maps spans of the SDK to requests, dependencies, exceptions and traces', async () => {
  const provider = aProvider()
  const tracer = provider.getTracer('shop')
  const attributes = { 'http.request.method': 'POST', 'http.route': '/orders', 'http.response.status_code': 500 }
  tracer.startActiveSpan('POST', { kind: SpanKind.SERVER, attributes }, (request) => {
    tracer.startActiveSpan('charge', (charge) => {
      charge.addEvent('Bank asked')
      charge.recordException(new RangeError('expired'))
      charge.setStatus({ code: SpanStatusCode.ERROR })
      charge.end()
    })
    request.end()
  })
  await provider.shutdown()
  const rows = Object.fromEntries(ingestion.accepted.map((envelope) => [envelope.data.baseType, envelope]))
  const { RequestData: request, RemoteDependencyData: charge } = rows
  expect(request?.data.baseData).toMatchObject({ name: 'POST /orders', responseCode: '500', success: false })
  expect(charge?.data.baseData).toMatchObject({ name: 'charge', type: 'InProc', success: false })
  expect(charge?.tags['ai.operation.parentId']).toBe(request?.data.baseData.id)
  for (const type of ['ExceptionData', 'MessageData']) {
    expect(rows[type]?.tags['ai.operation.parentId']).toBe(charge?.data.baseData.id)
  }
  expect(rows['ExceptionData']?.data.baseData.exceptions).toMatchObject([
    { typeName: 'RangeError', message: 'expired', parsedStack: expect.any(Array) },
  ])
  expect(new Set(ingestion.accepted.map(({ tags }) => tags['ai.cloud.role']))).toEqual(new Set(['orders']))
})

it('gives the spans, errors and events of a request its operation name, before it has ended', async () => {
  const { connectionString } = ingestion
  const exporter = new AzureMonitorSpanExporter({ connectionString, durability: 'memory' })
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const tracer = provider.getTracer('shop')
  const request = tracer.startSpan('GET', { kind: SpanKind.SERVER, attributes: { 'http.request.method': 'GET' } })
  const query = tracer.startSpan('query', {}, trace.setSpan(context.active(), request))
  query.recordException(new Error('deadlock'))
  query.end()
  request.setAttribute('http.route', '/orders/:id').end()
  await provider.shutdown()
  expect(ingestion.accepted.map(({ data, tags }) => [data.baseType, tags['ai.operation.name']])).toEqual([
    ['RemoteDependencyData', 'GET /orders/:id'],
    ['ExceptionData', 'GET /orders/:id'],
    ['RequestData', 'GET /orders/:id'],
  ])
})

it.each(['exporter', 'client'])('sends a span whose request is still open when the %s closes', async (closed) => {
  const client = new TelemetryClient({ connectionString: ingestion.connectionString, durability: 'memory' })
  const exporter = new AzureMonitorSpanExporter({ client })
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const tracer = provider.getTracer('shop')
  const request = tracer.startSpan('GET', { kind: SpanKind.SERVER })
  tracer.startSpan('query', {}, trace.setSpan(context.active(), request)).end()
  if (closed === 'exporter') await exporter.shutdown()
  await client.close()
  expect(ingestion.accepted.map(({ data }) => data.baseData.name)).toEqual(['query'])
})

it('takes role, instance and version from the resource, and its other attributes as dimensions', async () => {
  const { connectionString } = ingestion
  const exporter = new AzureMonitorSpanExporter({ connectionString, durability: 'memory' })
  const attributes = {
    ...{ 'service.name': 'shop', 'service.namespace': 'contoso', 'service.instance.id': 'pod-7' },
    ...{ 'service.version': '1.2.3', 'deployment.environment.name': 'staging' },
  }
  const resource = defaultResource().merge(resourceFromAttributes(attributes))
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(exporter)] })
  provider
    .getTracer('shop')
    .startSpan('work', { attributes: { items: 3 } })
    .addEvent('packed')
    .end()
  await provider.shutdown()
  for (const { tags, data } of ingestion.accepted) {
    expect(tags).toMatchObject({ 'ai.cloud.role': 'contoso.shop', 'ai.cloud.roleInstance': 'pod-7' })
    expect(tags['ai.application.ver']).toBe('1.2.3')
    expect(data.baseData.properties).toEqual({
      'deployment.environment.name': 'staging',
      ...(data.baseType === 'RemoteDependencyData' ? { items: '3' } : {}),
    })
  }
  expect(ingestion.accepted).toHaveLength(2)
})

it('prefers the cloudRole option to the service name of the resource', async () => {
  const provider = aProvider({ cloudRole: 'shop' })
  provider.getTracer('shop').startSpan('work').end()
  await provider.shutdown()
  expect(ingestion.accepted[0]?.tags['ai.cloud.role']).toBe('shop')
})

it('keeps microseconds and reports what the SDK dropped', async () => {
  const { connectionString } = ingestion
  const exporter = new AzureMonitorSpanExporter({ connectionString, durability: 'memory' })
  const spanProcessors = [new BatchSpanProcessor(exporter)]
  const provider = new BasicTracerProvider({ spanLimits: { eventCountLimit: 1 }, spanProcessors })
  const span = provider.getTracer('shop').startSpan('work', { startTime: [1_700_000_000, 123_456_789] })
  span.addEvent('beyond the limit').addEvent('e', [1_700_000_000, 123_987_000])
  span.end()
  await provider.shutdown()
  expect(ingestion.accepted.map(({ time }) => time)).toEqual([
    '2023-11-14T22:13:20.123457Z',
    '2023-11-14T22:13:20.123987Z',
  ])
  expect(ingestion.accepted[0]?.data.baseData.properties).toEqual({ 'otel.dropped_count': '1' })
})

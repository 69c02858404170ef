import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { context, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
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

import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
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

it('spans of the SDK become requests, dependencies, exceptions and traces', async () => {
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

it('an option says the role before the resource does', async () => {
  const provider = aProvider({ cloudRole: 'shop' })
  provider.getTracer('shop').startSpan('work').end()
  await provider.shutdown()
  expect(ingestion.accepted[0]?.tags['ai.cloud.role']).toBe('shop')
})

it('the sampler keeps whole traces, and stamps them with its rate', async () => {
  const provider = aProvider({}, 0.25)
  const tracer = provider.getTracer('shop')
  for (let i = 0; i < 400; i++) {
    tracer.startActiveSpan('outer', (outer) => {
      tracer.startSpan('inner').end()
      outer.end()
    })
  }
  await provider.shutdown()
  const names = ingestion.accepted.map(({ data }) => data.baseData.name)
  const count = (name: string) => names.filter((each) => each === name).length
  expect(count('inner')).toBe(count('outer'))
  expect(count('outer')).toBeGreaterThan(50)
  expect(count('outer')).toBeLessThan(150)
  expect(new Set(ingestion.accepted.map(({ sampleRate }) => sampleRate))).toEqual(new Set([25]))
  expect(ingestion.accepted[0]?.data.baseData.properties).toEqual({})
})

it('the sampler says what it is, and does as the process before has done', () => {
  const sampler = new ApplicationInsightsSampler(0.5)
  const parent = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', isRemote: true }
  const within = (traceFlags: number) => trace.setSpanContext(context.active(), { ...parent, traceFlags })
  expect(String(sampler)).toBe('ApplicationInsightsSampler{0.5}')
  expect(sampler.shouldSample(within(1), parent.traceId, 's').decision).toBe(2)
  expect(sampler.shouldSample(within(0), parent.traceId, 's').decision).toBe(0)
})

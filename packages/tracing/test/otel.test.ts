import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { AzureMonitorTransport } from '@azmon/winston'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import {
  type Context,
  context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { createLogger } from 'winston'
import { TraceContextPropagator } from '../src'
import { ApplicationInsightsSampler, AzureMonitorSpanExporter, type AzureMonitorSpanExporterOptions } from '../src/otel'
import { injected, SPAN_ID, TRACE_ID } from './builders'

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

it('a log in a span that the sampler has kept shares its rate, errors excepted', async () => {
  const provider = aProvider({}, 0.34)
  const { connectionString } = ingestion
  const transport = new AzureMonitorTransport({ connectionString, durability: 'memory' })
  const logger = createLogger({ transports: [transport] })
  provider.getTracer('shop').startActiveSpan('work', {}, remote('01'), (span) => {
    logger.info('kept as its trace is')
    logger.error('kept whatever becomes of it')
    span.end()
  })
  await Promise.all([transport.flush(), provider.shutdown()])
  const rates = ingestion.accepted.map(({ data, sampleRate }) => [data.baseData.message ?? 'the span', sampleRate])
  expect(Object.fromEntries(rates)).toEqual({
    'the span': 34,
    'kept as its trace is': 34,
    'kept whatever becomes of it': 100,
  })
})

it('times keep their digits, and what the SDK had no room for is counted', async () => {
  const { connectionString } = ingestion
  const exporter = new AzureMonitorSpanExporter({ connectionString, durability: 'memory' })
  const spanProcessors = [new BatchSpanProcessor(exporter)]
  const provider = new BasicTracerProvider({ spanLimits: { eventCountLimit: 1 }, spanProcessors })
  const span = provider.getTracer('shop').startSpan('work', { startTime: [1_700_000_000, 123_456_789] })
  span.addEvent('no room for this').addEvent('e', [1_700_000_000, 123_987_000])
  span.end()
  await provider.shutdown()
  expect(ingestion.accepted.map(({ time }) => time)).toEqual([
    '2023-11-14T22:13:20.123457Z',
    '2023-11-14T22:13:20.123987Z',
  ])
  expect(ingestion.accepted[0]?.data.baseData.properties).toEqual({ 'otel.dropped_count': '1' })
})

describe('the sampler', () => {
  const decide = (ratio: number, within: Context) =>
    new ApplicationInsightsSampler(ratio).shouldSample(within, TRACE_ID, 'GET')

  it('says what it is, and does as the process before has done', () => {
    expect(String(new ApplicationInsightsSampler(0.5))).toBe('ApplicationInsightsSampler{0.5}')
    expect([decide(0.5, remote('01')).decision, decide(0.5, remote('00')).decision]).toEqual([2, 0])
  })

  it('neither leaves out nor multiplies by what a caller says, where everything is to be kept', () => {
    const decisions = [remote('00'), remote('01', 'azmon=40')].map((within) => decide(1, within))
    expect(decisions.map(({ decision, attributes }) => [decision, attributes])).toEqual([
      [2, undefined],
      [2, undefined],
    ])
    const follower = new ApplicationInsightsSampler(1, { followCallers: true })
    expect(follower.shouldSample(remote('00'), TRACE_ID, 'GET').decision).toBe(0)
    const alone = new ApplicationInsightsSampler(0.34, { followCallers: false })
    expect(alone.shouldSample(remote('00', 'azmon=50'), TRACE_ID, 'GET')).toMatchObject({
      decision: 2,
      attributes: { 'microsoft.sample_rate': 34 },
    })
  })

  it('hands its rate on, and follows what comes in', () => {
    const stateOf = (ratio: number, state: string, flags = '01') => {
      const { decision, attributes = {}, traceState } = decide(ratio, remote(flags, state))
      return [decision, attributes['microsoft.sample_rate'], traceState?.serialize()]
    }
    expect(stateOf(0.34, 'foo=1')).toEqual([2, 34, 'azmon=34,foo=1'])
    expect(stateOf(0.34, 'foo=1,azmon=50')).toEqual([2, 50, 'azmon=50,foo=1'])
    expect(stateOf(0, 'azmon=50')).toEqual([2, 50, 'azmon=50'])
    expect(stateOf(1, 'foo=1')).toEqual([2, undefined, 'foo=1'])
    expect(stateOf(0.34, 'foo=1,azmon=50', '00')).toEqual([0, undefined, 'foo=1'])
  })

  it('keeps what is below a span that is kept whole, whatever its own share', async () => {
    const provider = aProvider({}, 0)
    const tracer = provider.getTracer('shop')
    tracer.startActiveSpan('outer', {}, remote('01', 'azmon=100'), (outer) => {
      tracer.startSpan('inner').end()
      outer.end()
    })
    await provider.shutdown()
    expect(ingestion.accepted.map(({ data, sampleRate }) => [data.baseData.name, sampleRate])).toEqual([
      ['inner', undefined],
      ['outer', undefined],
    ])
  })

  it('writes its rate into the headers of what is asked of others', async () => {
    const provider = aProvider({}, 0.34)
    const span = provider.getTracer('shop').startSpan('GET', {}, remote('01', 'foo=1'))
    const headers = injected(new TraceContextPropagator(), {}, trace.setSpan(ROOT_CONTEXT, span))
    expect(headers['tracestate']).toBe('azmon=34,foo=1')
    await provider.shutdown()
  })
})

// --- helpers ---

/** A request of another process. At 33.46 and more, its trace is kept. */
function remote(flags: string, tracestate = ''): Context {
  const headers = { traceparent: `00-${TRACE_ID}-${SPAN_ID}-${flags}`, tracestate }
  return new TraceContextPropagator().extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
}

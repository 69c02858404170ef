import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { AzureMonitorTransport } from '@azmon/winston'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { type Context, context, defaultTextMapGetter, ROOT_CONTEXT, trace } from '@opentelemetry/api'
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

it('keeps whole traces and sets its rate on each of their rows', async () => {
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

it('gives a log in a sampled span the rate of that span, except for errors', async () => {
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

describe('the sampler', () => {
  const decide = (ratio: number, within: Context) =>
    new ApplicationInsightsSampler(ratio).shouldSample(within, TRACE_ID, 'GET')

  it('describes itself and follows its caller', () => {
    expect(String(new ApplicationInsightsSampler(0.5))).toBe('ApplicationInsightsSampler{0.5}')
    expect([decide(0.5, remote('01')).decision, decide(0.5, remote('00')).decision]).toEqual([2, 0])
  })

  it('ignores its callers at a ratio of 1 unless followCallers is true', () => {
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

  it('passes its rate on in tracestate and takes over the rate of a caller', () => {
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

  it('keeps the children of a sampled span at any ratio of its own', async () => {
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

  it('sends its rate in the headers of outgoing calls', async () => {
    const provider = aProvider({}, 0.34)
    const span = provider.getTracer('shop').startSpan('GET', {}, remote('01', 'foo=1'))
    const headers = injected(new TraceContextPropagator(), {}, trace.setSpan(ROOT_CONTEXT, span))
    expect(headers['tracestate']).toBe('azmon=34,foo=1')
    await provider.shutdown()
  })
})

// --- helpers ---

/** The context of a request from another process. Its trace is kept at 33.46 % and more. */
function remote(flags: string, tracestate = ''): Context {
  const headers = { traceparent: `00-${TRACE_ID}-${SPAN_ID}-${flags}`, tracestate }
  return new TraceContextPropagator().extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
}

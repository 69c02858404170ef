import { TelemetryClient } from '@azmon/core'
import { type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { AzureMonitorTransport } from '@azmon/winston'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { type Attributes, context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { createLogger } from 'winston'
import {
  AlwaysOffSampler,
  consoleSpanExporter,
  createTracing,
  ProbabilitySampler,
  type Tracing,
  type TracingOptions,
} from '../src'
import { SPAN_ID, TRACE_ID } from './builders'

let ingestion: ScriptedIngestion
let tracing: Tracing | undefined

beforeEach(async () => {
  ingestion = await startIngestion()
})

afterEach(async () => {
  await tracing?.close()
  tracing = undefined
  await ingestion.close()
})

function open(options: TracingOptions = {}): Tracing {
  const { connectionString } = ingestion
  tracing = createTracing({ connectionString, durability: 'memory', cloudRole: 'shop', ...options })
  tracing.register()
  return tracing
}

const remote = () =>
  trace.setSpanContext(context.active(), { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, isRemote: true })

/** The row of a span of this kind with these attributes. */
async function rowOf(kind: SpanKind, attributes: Attributes, status = SpanStatusCode.UNSET, name = 'span') {
  const { tracer, flush } = open()
  const span = tracer.startSpan(name, { kind, attributes, startTime: 1_000_000_000_000 })
  span.setStatus({ code: status })
  span.end(1_000_000_001_500)
  await flush()
  const [envelope] = ingestion.accepted
  return { ...envelope!.data.baseData, baseType: envelope!.data.baseType, tags: envelope!.tags }
}

describe('a request', () => {
  it('is a row of requests with old and with current attributes', async () => {
    const { tracer, flush } = open()
    const common = { 'http.route': '/orders/:id', 'user_agent.original': 'curl/8' }
    const old = {
      'http.method': 'GET',
      'http.scheme': 'https',
      'http.host': 'shop.example',
      'http.target': '/orders/7?a=b',
    }
    const now = {
      'http.request.method': 'GET',
      'url.scheme': 'https',
      'server.address': 'shop.example',
      'server.port': 443,
    }
    const path = {
      'url.path': '/orders/7',
      'url.query': 'a=b',
      'http.response.status_code': 200,
      'client.address': '10.0.0.9',
    }
    for (const attributes of [
      { ...common, ...old, 'http.status_code': 200, 'http.client_ip': '10.0.0.9' },
      { ...common, ...now, ...path },
    ]) {
      tracer.startSpan('GET', { kind: SpanKind.SERVER, attributes }, remote()).end()
    }
    await flush()
    for (const { data, tags } of ingestion.accepted) {
      expect(data).toEqual({
        baseType: 'RequestData',
        baseData: {
          ver: 2,
          id: expect.stringMatching(/^[\da-f]{16}$/),
          name: 'GET /orders/:id',
          duration: expect.stringMatching(/^00:00:0\d\.\d{7}$/),
          success: true,
          responseCode: '200',
          url: 'https://shop.example/orders/7?a=b',
          properties: {},
        },
      })
      expect(tags).toMatchObject({
        'ai.cloud.role': 'shop',
        'ai.operation.id': TRACE_ID,
        'ai.operation.parentId': SPAN_ID,
        'ai.operation.name': 'GET /orders/:id',
        'ai.location.ip': '10.0.0.9',
        'ai.user.userAgent': 'curl/8',
      })
    }
    expect(ingestion.accepted).toHaveLength(2)
  })

  it('has no secrets in its URL', async () => {
    const row = await rowOf(SpanKind.SERVER, { 'url.full': 'https://u:p@shop.example/?token=xyz&a=b' })
    expect(JSON.stringify(row)).not.toMatch(/xyz|u:p/)
  })
})

describe('an event or link of a span', () => {
  it('is a row of traces or exceptions below the span, in the operation of its request', async () => {
    const { tracer, flush } = open()
    const attributes = { 'http.request.method': 'POST' }
    await tracer.startActiveSpan('POST', { kind: SpanKind.SERVER, attributes }, async (request) => {
      await expect(
        tracer.span('charge', async (span) => {
          span.addEvent('Bank asked', { attempt: 1 })
          throw new RangeError('expired', { cause: new Error('03/24') })
        }),
      ).rejects.toThrow('expired')
      request.setAttribute('http.route', '/orders')
      request.end()
    })
    await flush()
    const byType = Object.fromEntries(ingestion.accepted.map((envelope) => [envelope.data.baseType, envelope]))
    const { RequestData, RemoteDependencyData, ExceptionData, MessageData } = byType
    const chargeId = RemoteDependencyData?.data.baseData.id
    expect(RemoteDependencyData?.tags['ai.operation.parentId']).toBe(RequestData?.data.baseData.id)
    for (const below of [ExceptionData, MessageData]) {
      expect(below?.tags).toMatchObject({
        'ai.operation.id': RequestData?.tags['ai.operation.id'],
        'ai.operation.parentId': chargeId,
      })
    }
    expect(MessageData?.data.baseData).toMatchObject({ message: 'Bank asked', properties: { attempt: '1' } })
    expect(ExceptionData?.data.baseData.exceptions).toMatchObject([
      { typeName: 'RangeError', message: 'expired' },
      { typeName: 'Error', message: '03/24' },
    ])
    expect(RequestData?.tags['ai.operation.name']).toBe('POST /orders')
  })

  it('may point to another trace', async () => {
    const { tracer, flush } = open()
    const links = [{ context: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 } }]
    tracer.startSpan('batch', { kind: SpanKind.CONSUMER, links }).end()
    await flush()
    expect(ingestion.accepted[0]?.data.baseData.properties).toEqual({
      '_MS.links': `[{"operation_Id":"${TRACE_ID}","id":"${SPAN_ID}"}]`,
    })
  })
})

describe('sampling', () => {
  it('sets the rate on every row of a kept trace', async () => {
    const { tracer, flush } = open({ sampler: new ProbabilitySampler(0.25) })
    for (let i = 0; i < 400; i++) tracer.span('work', (span) => span.addEvent('step'))
    await flush()
    const rows = ingestion.accepted
    expect(new Set(rows.map(({ sampleRate }) => sampleRate))).toEqual(new Set([25]))
    expect(rows.length % 2).toBe(0)
    expect(rows.length).toBeGreaterThan(100)
    expect(rows.length).toBeLessThan(300)
  })

  it('applies to log records, except for warnings and errors', async () => {
    const { tracer, flush } = open({ sampler: new AlwaysOffSampler() })
    const { connectionString } = ingestion
    const logger = createLogger({ transports: [new AzureMonitorTransport({ connectionString })] })
    tracer.span('work', () => {
      logger.info('left out')
      logger.warn('kept')
      logger.error('kept')
    })
    logger.info('not in a span')
    await flush()
    expect(ingestion.accepted.map(({ data, sampleRate }) => [data.baseData.message, sampleRate])).toEqual([
      ['kept', 100],
      ['kept', 100],
      ['not in a span', undefined],
    ])
  })

  it('counts the dropped spans, including those that a caller did not sample', async () => {
    const client = new TelemetryClient({ connectionString: ingestion.connectionString, durability: 'memory' })
    tracing = createTracing({ client, sampler: new ProbabilitySampler(1) })
    tracing.register()
    const { tracer } = tracing
    const unsampled = trace.setSpanContext(context.active(), {
      traceId: TRACE_ID,
      spanId: SPAN_ID,
      traceFlags: 0,
      isRemote: true,
    })
    context.with(unsampled, () => tracer.span('work', () => tracer.span('within', () => {})))
    tracer.span('kept', () => {})
    expect(client.stats().filtered).toEqual({ sampling: 2 })
    await client.close()
  })

  it('uses samplingRatio if there is no sampler', async () => {
    const { tracer, flush } = open({ samplingRatio: 0 })
    tracer.span('work', () => {})
    await flush()
    expect(ingestion.accepted).toEqual([])
  })
})

describe('register', () => {
  it('registers the provider with the API until close', async () => {
    const { tracer, close, register } = open()
    expect(register()).toBe(true)
    trace.getTracer('any').startActiveSpan('outer', (span) => {
      const headers: Record<string, string> = {}
      propagation.inject(context.active(), headers)
      expect(headers['traceparent']).toContain(span.spanContext().traceId)
      expect(trace.getActiveSpan()).toBe(span)
      span.end()
    })
    await close()
    expect(ingestion.accepted).toMatchObject([{ data: { baseData: { name: 'outer' } } }])
    expect(trace.getTracer('any').startSpan('after').isRecording()).toBe(false)
    tracer.startActiveSpan('after', () => expect(trace.getActiveSpan()).toBeUndefined())
  })

  it('keeps another provider and warns once', async () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    open()
    const { connectionString } = ingestion
    for (let i = 0; i < 2; i++) {
      const other = createTracing({ connectionString, durability: 'memory' })
      expect(other.register()).toBe(false)
      await other.close()
    }
    expect(emitWarning.mock.calls).toEqual([
      [expect.stringContaining('Another tracer provider is already registered.'), { type: 'AzmonWarning' }],
    ])
    emitWarning.mockRestore()
    expect(trace.getTracer('any').startSpan('still ours').isRecording()).toBe(true)
  })
})

describe('options', () => {
  it('can share a client, which stays open', async () => {
    const client = new TelemetryClient({ connectionString: ingestion.connectionString, durability: 'memory' })
    const shared = createTracing({ client })
    shared.tracer.span('work', () => {})
    await shared.close()
    client.trackTrace({ message: 'still open' })
    await client.close()
    expect(ingestion.accepted.map(({ data }) => data.baseType).sort()).toEqual(['MessageData', 'RemoteDependencyData'])
  })

  it('can have exporters that receive each span and may throw', async () => {
    const lines: string[] = []
    const failing = () => {
      throw new Error('mine')
    }
    const { tracer, flush } = open({ exporters: [failing, consoleSpanExporter((line) => lines.push(line))] })
    tracer.span('outer', () => tracer.span('inner', () => {}))
    await flush()
    expect(ingestion.accepted).toHaveLength(2)
    expect(lines).toEqual([
      expect.stringMatching(/^ +\d+\.\d ms {2}internal {2}inner {2}[\da-f]{32} [\da-f]{16} < [\da-f]{16}$/),
      expect.stringMatching(/^ +\d+\.\d ms {2}internal {2}outer {2}[\da-f]{32} [\da-f]{16}$/),
    ])
  })
})

import { ConfigurationError } from '@azmon/core'
import { type ScriptedIngestion, startIngestion, type WireEnvelope } from '@azmon/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { context, ROOT_CONTEXT, SpanKind, type Tracer, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import winston, { type Logger } from 'winston'
import Transport from 'winston-transport'
import { AzureMonitorTransport, correlate } from '../src'

let ingestion: ScriptedIngestion
let transport: AzureMonitorTransport
let tracer: Tracer

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager())
  trace.setGlobalTracerProvider(new BasicTracerProvider())
  tracer = trace.getTracer('test')
})

afterAll(() => {
  context.disable()
  trace.disable()
})

function eachWithATransport(): void {
  beforeEach(async () => {
    ingestion = await startIngestion()
    transport = new AzureMonitorTransport({ connectionString: ingestion.connectionString, maxBatchAgeMs: 20 })
  })

  afterEach(() => ingestion.close())
}

/** Lets each record go 5 ms late, so that winston holds the next ones back. */
class Slow extends Transport {
  override log(_info: object, done: () => void): void {
    setTimeout(done, 5)
  }
}

const silent = winston.format((info) => info)()
const aLogger = (...siblings: Transport[]) =>
  winston.createLogger({ format: silent, transports: [transport, ...siblings] })

/** Logs within a span, and tells the span's ids as they are to be on the wire. */
function within(log: () => void, name = 'work', kind = SpanKind.INTERNAL): Record<string, string> {
  return tracer.startActiveSpan(name, { kind }, ROOT_CONTEXT, (span) => {
    log()
    span.end()
    const { traceId, spanId } = span.spanContext()
    return { 'ai.operation.id': traceId, 'ai.operation.parentId': spanId }
  })
}

async function delivered(): Promise<readonly WireEnvelope[]> {
  await transport.flush()
  return ingestion.accepted
}

const operationOf = ({ tags }: WireEnvelope) =>
  Object.fromEntries(Object.entries(tags).filter(([name]) => name.startsWith('ai.operation.')))

describe('a record that is logged in a span', () => {
  eachWithATransport()

  it('belongs to the operation of the span, even without correlate', async () => {
    const logger = aLogger()
    const operation = within(() => logger.info('x'))
    expect((await delivered()).map(operationOf)).toEqual([operation])
  })

  it('has no operation outside of a span, or in an invalid one', async () => {
    const logger = correlate(aLogger())
    logger.info('outside')
    context.with(
      trace.setSpanContext(ROOT_CONTEXT, { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }),
      () => logger.info('within an invalid one'),
    )
    expect((await delivered()).map(operationOf)).toEqual([{}, {}])
  })

  it('has the name of the request, if the context contains it', async () => {
    const logger = correlate(aLogger())
    const operation = { name: 'GET /orders/:id' }
    context.with(ROOT_CONTEXT.setValue(Symbol.for('azmon.operation'), operation), () =>
      tracer.startActiveSpan('query', (span) => {
        logger.info('x')
        span.end()
      }),
    )
    expect((await delivered()).map(({ tags }) => tags['ai.operation.name'])).toEqual(['GET /orders/:id'])
  })

  it.each([
    [SpanKind.SERVER, 'GET /'],
    [SpanKind.CLIENT, undefined],
  ])('otherwise has, in a span of kind %s, the operation name %s', async (kind, name) => {
    const logger = correlate(aLogger())
    within(() => logger.info('x'), 'GET /', kind)
    expect((await delivered()).map(({ tags }) => tags['ai.operation.name'])).toEqual([name])
  })
})

describe('a correlated logger with another transport that takes 5 ms per record', () => {
  eachWithATransport()

  /** In turn by the root, a child from before, a child from after, and a child of a child. */
  function family(slow: Slow): readonly Logger[] {
    const root = aLogger(slow)
    const before = root.child({ child: 'before' })
    correlate(root)
    return [root, before, root.child({ child: 'after' }), before.child({ child: 'of a child' })]
  }

  it('gives all of 500 records the operation and the time of their log calls', async () => {
    const slow = new Slow()
    const loggers = family(slow)
    const expected = Array.from({ length: 500 }, (_, i) => ({
      message: `record ${i}`,
      ...within(() => loggers[i % loggers.length]?.info(`record ${i}`)),
    }))
    const loggedBy = new Date().toISOString()
    await ingestion.untilAccepted(500)
    const found = ingestion.accepted.map((item) => ({ message: item.data.baseData.message, ...operationOf(item) }))
    expect(found).toEqual(expected)
    expect(ingestion.accepted.every(({ time }) => time <= loggedBy)).toBe(true)
  })

  it('keeps both operations of an object that is logged twice', async () => {
    const logger = correlate(aLogger(new Slow()))
    for (let i = 0; i < 40; i++) logger.info('enough to be held back')
    const entry = { level: 'info', message: 'tick' }
    const operations = [within(() => logger.log(entry)), within(() => logger.log(entry))]
    await ingestion.untilAccepted(42)
    expect(ingestion.accepted.slice(-2).map(operationOf)).toEqual(operations)
  })
})

describe('an error that is logged in many operations', () => {
  eachWithATransport()

  it('belongs to each of them, and keeps its class and stack', async () => {
    const logger = correlate(aLogger(new Slow()))
    const shared = new RangeError('again')
    const operations = Array.from({ length: 40 }, () => within(() => logger.error(shared)))
    await ingestion.untilAccepted(40)
    expect(ingestion.accepted.map(operationOf)).toEqual(operations)
    for (const { data } of ingestion.accepted) {
      expect(data.baseData.exceptions).toMatchObject([{ typeName: 'RangeError', message: 'again', hasFullStack: true }])
    }
  })
})

describe('correlate', () => {
  eachWithATransport()

  it('returns its logger, and changes it only once', async () => {
    const root = aLogger()
    const child = root.child({ a: 1 })
    expect(correlate(child)).toBe(child)
    const { write } = root
    expect(correlate(root)).toBe(root)
    expect(root.write).toBe(write)
    const operation = within(() => root.info('x'))
    expect((await delivered()).map(operationOf)).toEqual([operation])
  })

  it('works for an Error that is logged without a message, and for a child of the default logger', async () => {
    const logger = correlate(aLogger())
    const operation = within(() => logger.error(new Error('no')))
    expect((await delivered()).map(operationOf)).toEqual([operation])
    expect(() => correlate(winston.child({}))).not.toThrow()
  })
})

it.each([[undefined], [{}], [winston]])('correlate throws for a value that is not a logger', (value) => {
  expect(() => correlate(value as never)).toThrow(ConfigurationError)
})

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { context, createContextKey, SpanKind, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { traceMixin } from '../src'
import { mappedOne } from './builders'

const tracer = new BasicTracerProvider().getTracer('shop')
const OPERATION = Symbol.for('azmon.operation')

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})

afterAll(() => context.disable())

const log = () => mappedOne((logger) => logger.info({ a: 1 }, 'x'), { mixin: traceMixin() })

describe('a record that is logged in a span', () => {
  it('belongs to the operation of the span, without additional properties', () => {
    const span = tracer.startSpan('work')
    const { traceId, spanId } = span.spanContext()
    const { tags, data } = context.with(trace.setSpan(context.active(), span), log)
    expect(tags).toEqual({ 'ai.operation.id': traceId, 'ai.operation.parentId': spanId })
    expect(data.baseData.properties).toEqual({ level: 'info', a: '1' })
  })

  it.each([
    [0, 'info', 0],
    [25, 'info', 25],
    [25, 'error', 100],
    [100, 'info', undefined],
  ] as const)(
    'in a trace that is sampled at %p percent has that rate, unless it is an error: at %s',
    (sampleRate, level, expected) => {
      const span = Object.assign(tracer.startSpan('work'), { [Symbol.for('azmon.sampling')]: { sampleRate } })
      const logged = () => mappedOne((logger) => logger[level]('x'), { mixin: traceMixin() })
      const envelope = context.with(trace.setSpan(context.active(), span), logged)
      expect(envelope.sampleRate).toBe(expected)
      expect(envelope.data.baseData.properties).toEqual({ level })
    },
  )

  it('has the user and the session of the request, without additional properties', () => {
    const operation = { name: 'GET /', userId: 'ada', sessionId: 's1' }
    const active = trace.setSpan(context.active(), tracer.startSpan('work')).setValue(OPERATION, operation)
    const { tags, data } = context.with(active, log)
    expect(tags).toMatchObject({ 'ai.user.authUserId': 'ada', 'ai.session.id': 's1' })
    expect(data.baseData.properties).toEqual({ level: 'info', a: '1' })
  })

  it.each<[string, SpanKind, { name: string } | undefined, string | undefined]>([
    ['of the server span', SpanKind.SERVER, undefined, 'GET /orders/7'],
    ['of the request in the context', SpanKind.SERVER, { name: 'GET /orders/:id' }, 'GET /orders/:id'],
    ['is undefined for another span', SpanKind.INTERNAL, undefined, undefined],
  ])('has the name of the operation: %s', (_, kind, operation, name) => {
    const span = tracer.startSpan('GET /orders/7', { kind })
    const active = trace.setSpan(context.active(), span).setValue(OPERATION, operation)
    expect(context.with(active, log).tags?.['ai.operation.name']).toBe(name)
  })
})

it.each<[string, () => ReturnType<typeof log>]>([
  ['outside of any span', log],
  ['in a context without a span', () => context.with(context.active().setValue(createContextKey('x'), 1), log)],
  [
    'in an invalid span',
    () =>
      context.with(
        trace.setSpan(context.active(), trace.wrapSpanContext({ traceId: '0', spanId: '0', traceFlags: 0 })),
        log,
      ),
  ],
])('a record that is logged %s belongs to no operation', (_, logged) => {
  const { tags, data } = logged()
  expect(tags).toBeUndefined()
  expect(data.baseData.properties).toEqual({ level: 'info', a: '1' })
})

it('can be combined with a mixin of the application', () => {
  const mixin = traceMixin()
  const { data } = mappedOne((logger) => logger.info('x'), { mixin: () => ({ ...mixin(), tenant: 't1' }) })
  expect(data.baseData.properties).toEqual({ level: 'info', tenant: 't1' })
})

describe('a cause that is not an error, which pino leaves out', () => {
  it.each<[string, Error, unknown]>([
    ['an object', new Error('no', { cause: { status: 402 } }), '{"status":402}'],
    ['a string', new Error('no', { cause: 'timeout' }), 'timeout'],
    ['of a cause', new Error('no', { cause: new TypeError('root', { cause: { status: 402 } }) }), '{"status":402}'],
    ['none', new Error('no', { cause: new TypeError('root') }), undefined],
  ])('becomes a property: %s', (_, error, cause) => {
    for (const logged of [error, { err: error }]) {
      const { data } = mappedOne((logger) => logger.error(logged, 'x'), { mixin: traceMixin() })
      expect(data.baseData.properties?.['cause']).toBe(cause)
    }
  })

  it('does not replace a field of the log call', () => {
    const fields = { err: new Error('no', { cause: { status: 402 } }), cause: 'mine' }
    const { data } = mappedOne((logger) => logger.error(fields, 'x'), { mixin: traceMixin() })
    expect(data.baseData.properties).toMatchObject({ cause: 'mine' })
  })
})

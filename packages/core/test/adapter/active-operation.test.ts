import { describe, expect, it } from '@jest/globals'
import { activeOperation, inheritSampling } from '../../src/adapter/active-operation'
import type { Envelope } from '../../src/envelope/envelope'
import type { SeverityLevel } from '../../src/envelope/severity'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'
const ids = { 'ai.operation.id': traceId, 'ai.operation.parentId': spanId }

const aSpan = (fields: object = {}, spanContext = { traceId, spanId }) => ({
  spanContext: () => spanContext,
  ...fields,
})
const aContext = (operation?: unknown) => ({
  getValue: (key: symbol) => (key === Symbol.for('azmon.operation') ? operation : undefined),
})

describe('the operation', () => {
  it('is that of the span', () => {
    expect(activeOperation(aContext(), aSpan())).toEqual({ tags: ids, sampleRate: undefined })
  })

  it.each([
    ['no span', undefined],
    ['a span without a trace id', aSpan({}, { traceId: '0'.repeat(32), spanId })],
    ['a span without a span id', aSpan({}, { traceId, spanId: '0'.repeat(16) })],
    ['invalid ids', aSpan({}, { traceId: 'x', spanId: 'y' })],
  ])('is undefined with %s', (_, span) => {
    expect(activeOperation(aContext(), span)).toBeUndefined()
  })

  it.each<[string, unknown, object, string | undefined]>([
    ['kept in the context', { name: 'GET /orders/:id' }, { name: 'GET', kind: 1 }, 'GET /orders/:id'],
    ['of a server span', undefined, { name: 'GET', kind: 1 }, 'GET'],
    [
      'that a span of azmon inherited',
      undefined,
      { [Symbol.for('azmon.operation')]: { name: 'GET /' }, kind: 0 },
      'GET /',
    ],
    ['of no other span', undefined, { name: 'work', kind: 0 }, undefined],
    ['undefined if it is empty', { name: '' }, {}, undefined],
    ['undefined if the context holds another value', 'GET', {}, undefined],
  ])('has the name %s', (_, operation, span, name) => {
    const named = name === undefined ? {} : { 'ai.operation.name': name }
    expect(activeOperation(aContext(operation), aSpan(span))?.tags).toEqual({ ...ids, ...named })
  })

  it('has the user and the session that are stored with its name', () => {
    const operation = { name: 'GET', userId: 'ada', sessionId: 's1' }
    const tags = { ...ids, 'ai.operation.name': 'GET', 'ai.user.authUserId': 'ada', 'ai.session.id': 's1' }
    expect(activeOperation(aContext(operation), aSpan())?.tags).toEqual(tags)
    expect(activeOperation(aContext({ name: 'GET', userId: '', sessionId: 7 }), aSpan())?.tags).toEqual({
      ...ids,
      'ai.operation.name': 'GET',
    })
  })

  it.each([
    [{ sampleRate: 0 }, 0],
    [{ sampleRate: 12.5 }, 12.5],
    [{ sampleRate: 100 }, undefined],
    [{ sampleRate: '5' }, undefined],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('has the sampling decision of its trace: %j', (decision, expected) => {
    const span = aSpan({ [Symbol.for('azmon.sampling')]: decision })
    expect(activeOperation(aContext(), span)?.sampleRate).toBe(expected)
  })

  it.each([
    [{ 'microsoft.sample_rate': 25 }, 25],
    [{ 'microsoft.sample_rate': 'nonsense' }, undefined],
    [{}, undefined],
    [undefined, undefined],
  ])('has the sample rate that an SDK has set on the span: %j', (attributes, expected) => {
    expect(activeOperation(aContext(), aSpan({ attributes }))?.sampleRate).toBe(expected)
    const ours = { [Symbol.for('azmon.sampling')]: { isSampled: true, sampleRate: 100 } }
    expect(activeOperation(aContext(), aSpan({ attributes, ...ours }))?.sampleRate).toBeUndefined()
  })
})

describe('the sampling decision of a trace', () => {
  const trace = (severityLevel: SeverityLevel): Envelope => ({
    time: '',
    data: { baseType: 'MessageData', baseData: { message: '', severityLevel } },
  })

  it('applies to its records, except for warnings and errors', () => {
    expect(([0, 1, 2, 3, 4] as const).map((severity) => inheritSampling(25, trace(severity)).sampleRate)).toEqual([
      25, 25, 100, 100, 100,
    ])
    expect(inheritSampling(0, trace(1)).sampleRate).toBe(0)
  })

  it('is undefined for the records of a trace that is not sampled', () => {
    expect(inheritSampling(undefined, trace(1)).sampleRate).toBeUndefined()
  })
})

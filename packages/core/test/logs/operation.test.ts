import { describe, expect, it } from '@jest/globals'
import { operationTags } from '../../src/logs/operation'

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
    expect(operationTags(aContext(), aSpan())).toEqual(ids)
  })

  it.each([
    ['no span', undefined],
    ['a span of no trace', aSpan({}, { traceId: '0'.repeat(32), spanId })],
    ['no span of its trace', aSpan({}, { traceId, spanId: '0'.repeat(16) })],
    ['ids that are none', aSpan({}, { traceId: 'x', spanId: 'y' })],
  ])('is none where there is %s', (_, span) => {
    expect(operationTags(aContext(), span)).toBeUndefined()
  })

  it.each<[string, unknown, object, string | undefined]>([
    ['kept in the context', { name: 'GET /orders/:id' }, { name: 'GET', kind: 1 }, 'GET /orders/:id'],
    ['of a server span', undefined, { name: 'GET', kind: 1 }, 'GET'],
    ['of no other span', undefined, { name: 'work', kind: 0 }, undefined],
    ['of none, where it is empty', { name: '' }, {}, undefined],
    ['of none, where the context holds something else', 'GET', {}, undefined],
  ])('has the name %s', (_, operation, span, name) => {
    const named = name === undefined ? {} : { 'ai.operation.name': name }
    expect(operationTags(aContext(operation), aSpan(span))).toEqual({ ...ids, ...named })
  })
})

import { describe, expect, it } from '@jest/globals'
import { operationFrom, traceFields } from '../../src/adapter'
import { SAMPLING } from '../../src/adapter/context-keys'

const spanContext = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }
const operation = { name: 'GET /orders', userId: 'ada', anonymousUserId: 'u1', sessionId: 's1' }
const active = { getValue: () => operation }

describe('operationFrom', () => {
  it('reads the fields that traceFields wrote', () => {
    const span = { spanContext: () => spanContext, [SAMPLING]: { isSampled: true, sampleRate: 12.5 } }
    expect(operationFrom(traceFields(active, span))).toEqual({
      tags: {
        'ai.operation.id': spanContext.traceId,
        'ai.operation.parentId': spanContext.spanId,
        'ai.operation.name': 'GET /orders',
        'ai.user.authUserId': 'ada',
        'ai.user.id': 'u1',
        'ai.session.id': 's1',
      },
      sampleRate: 12.5,
    })
  })

  it.each([{}, { trace_id: 'none' }, { trace_id: 7 }, { span_id: spanContext.spanId, 'azmon.sampleRate': '25' }])(
    'finds no operation in %j',
    (fields) => {
      expect(operationFrom(fields)).toBeUndefined()
    },
  )

  it.each(['', '100', '-1', 'all', 25])('does not take %j for a sample rate', (rate) => {
    const fields = { trace_id: spanContext.traceId, span_id: 'none', 'azmon.sampleRate': rate }
    expect(operationFrom(fields)).toEqual({ tags: { 'ai.operation.id': spanContext.traceId }, sampleRate: undefined })
  })
})

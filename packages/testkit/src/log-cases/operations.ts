import { exception, message } from './arrivals'
import { no } from './errors'
import type { LogCase } from './log-case'

const earlier = new Date(Date.now() - 60_000).toISOString()

const SPAN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
const operation = { 'ai.operation.id': SPAN.traceId, 'ai.operation.parentId': SPAN.spanId }

/** The keys under which a span keeps its sampling decision and the request that it belongs to. */
const SAMPLING = Symbol.for('azmon.sampling')
const REQUEST = Symbol.for('azmon.operation')

export const OPERATIONS: readonly LogCase[] = [
  {
    name: 'the operation of the active span',
    level: 'info',
    text: 'x',
    fields: () => ({}),
    span: SPAN,
    expected: { ...message('x', {}), operation },
  },
  {
    name: 'the request and the user of the active span',
    level: 'info',
    text: 'x',
    fields: () => ({}),
    span: { ...SPAN, [REQUEST]: { name: 'GET /orders', userId: 'ada', sessionId: 's1' } },
    expected: {
      ...message('x', {}),
      operation: {
        ...operation,
        'ai.operation.name': 'GET /orders',
        'ai.user.authUserId': 'ada',
        'ai.session.id': 's1',
      },
    },
  },
  {
    name: 'a record in a sampled trace that is kept',
    level: 'info',
    text: 'x',
    fields: () => ({ orderId: 42 }),
    span: { ...SPAN, attributes: { 'microsoft.sample_rate': 25 } },
    expected: { ...message('x', { orderId: '42' }), operation, sampleRate: 25 },
  },
  {
    name: 'a warning in a trace that is dropped',
    level: 'warn',
    text: 'Order placed',
    fields: () => ({ orderId: 42 }),
    span: { ...SPAN, [SAMPLING]: { isSampled: false, sampleRate: 25 } },
    expected: {
      baseType: 'MessageData',
      baseData: { message: 'Order placed', severityLevel: 2, properties: { level: 'warn', orderId: '42' } },
      operation,
      sampleRate: 100,
    },
  },
  {
    name: 'an information record in a trace that is dropped',
    level: 'info',
    text: 'x',
    fields: () => ({}),
    span: { ...SPAN, [SAMPLING]: { isSampled: false, sampleRate: 25 } },
    expected: undefined,
  },
  {
    name: 'an error, with the operation, the logger, the mapped level and the time of its record',
    level: 'warn',
    text: 'x',
    fields: () => ({ err: new Error('no') }),
    options: { name: 'payments', levelMap: { warn: 4 } },
    child: { requestId: 'r1' },
    time: earlier,
    span: SPAN,
    expected: {
      ...exception('warn', 4, { message: 'x', requestId: 'r1', logger: 'payments' }, [no]),
      operation,
      time: earlier,
    },
  },
]

import type { WireEnvelope } from './decode-body'

/** One log call, whatever the logger: what is logged, and what of it is to arrive. */
export interface LogCase {
  readonly name: string
  readonly level: 'error' | 'warn' | 'info' | 'debug'
  readonly text: string
  /** Made anew for each call: loggers write on the errors that they are given. */
  readonly fields: () => Readonly<Record<string, unknown>>
  /** Fields of the child logger that is to be used. */
  readonly child?: Readonly<Record<string, unknown>>
  /** The span that is to be active. */
  readonly span?: { readonly traceId: string; readonly spanId: string; readonly traceFlags: number }
  readonly arrives: ArrivedLog
}

/** What the same record of any two loggers has in common. */
export interface ArrivedLog {
  readonly baseType: string
  readonly baseData: Readonly<Record<string, unknown>>
  /** Tags of the operation. */
  readonly operation?: Readonly<Record<string, string>>
}

/** The part of an envelope that is compared; of stacks, that there are some. */
export function arrivedLog({ tags, data }: WireEnvelope): ArrivedLog {
  const { ver, problemId, exceptions, ...baseData } = data.baseData
  const errors = exceptions?.map(({ parsedStack, ...error }) => ({
    ...error,
    hasFrames: (parsedStack ?? []).length > 0,
  }))
  const operation = Object.fromEntries(Object.entries(tags).filter(([name]) => name.startsWith('ai.operation.')))
  return {
    baseType: data.baseType,
    baseData: errors === undefined ? baseData : { ...baseData, errors },
    ...(Object.keys(operation).length === 0 ? {} : { operation }),
  }
}

const SPAN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }

class CardError extends RangeError {
  override readonly name = 'CardError'
  readonly code = 'E_CARD'
}

const stacked = { hasFullStack: true, hasFrames: true }

/** Every adapter of a logger makes the same of these. */
export const LOG_CASES: readonly LogCase[] = [
  trace('an error without an Error', 'error', 3),
  trace('a warning', 'warn', 2),
  trace('information', 'info', 1),
  trace('a detail', 'debug', 0),
  {
    name: 'fields of every kind',
    level: 'info',
    text: 'Bestellung 注文 🛒',
    fields: () => ({
      orderId: 42,
      total: 12.5,
      express: false,
      note: '',
      nothing: null,
      absent: undefined,
      basket: { items: ['book', 'tea'] },
      list: [1, 2],
      placedAt: new Date(0),
    }),
    arrives: message('Bestellung 注文 🛒', {
      orderId: '42',
      total: '12.5',
      express: 'false',
      note: '',
      nothing: 'null',
      basket: '{"items":["book","tea"]}',
      list: '[1,2]',
      placedAt: '1970-01-01T00:00:00.000Z',
    }),
  },
  {
    name: 'fields of a child logger, before which those of the call go',
    level: 'info',
    text: 'x',
    child: { requestId: 'r1', attempt: 1 },
    fields: () => ({ attempt: 2 }),
    arrives: message('x', { requestId: 'r1', attempt: '2' }),
  },
  {
    name: 'secrets, at any depth',
    level: 'info',
    text: 'x',
    fields: () => ({
      password: 'hunter2',
      user: { apiKey: 'k', name: 'Ada' },
      url: 'https://a.example/?sig=s&page=1',
      target: '/?sig=s&page=1',
      req: { url: '/a?token=s&page=1', headers: { referer: 'https://u:p@a.example/?token=s' } },
    }),
    arrives: message('x', {
      password: '[redacted]',
      user: '{"apiKey":"[redacted]","name":"Ada"}',
      url: 'https://a.example/?sig=redacted&page=1',
      target: '/?sig=redacted&page=1',
      req: '{"url":"/a?token=redacted&page=1","headers":{"referer":"https://a.example/?token=redacted"}}',
    }),
  },
  {
    name: 'a value longer than the service takes',
    level: 'info',
    text: 'x',
    fields: () => ({ long: 'y'.repeat(10_000) }),
    arrives: message('x', { long: 'y'.repeat(8_192) }),
  },
  {
    name: 'an error with its cause and what it carries',
    level: 'error',
    text: 'Card declined',
    fields: () => ({ orderId: 42, err: new CardError('card expired', { cause: new TypeError('root') }) }),
    arrives: {
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        properties: { level: 'error', orderId: '42', code: 'E_CARD', message: 'Card declined' },
        errors: [
          { id: 1, typeName: 'CardError', message: 'card expired', ...stacked },
          { id: 2, outerId: 1, typeName: 'TypeError', message: 'root', ...stacked },
        ],
      },
    },
  },
  {
    name: 'an error whose text only repeats it, in another field',
    level: 'warn',
    text: 'no',
    fields: () => ({ exception: new Error('no') }),
    arrives: {
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 2,
        properties: { level: 'warn' },
        errors: [{ id: 1, typeName: 'Error', message: 'no', ...stacked }],
      },
    },
  },
  {
    name: 'an error made of others',
    level: 'error',
    text: 'x',
    fields: () => ({ err: new AggregateError([new RangeError('a'), new TypeError('b')], 'both') }),
    arrives: {
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        properties: { level: 'error', message: 'x' },
        errors: [
          { id: 1, typeName: 'AggregateError', message: 'both', ...stacked },
          { id: 2, outerId: 1, typeName: 'RangeError', message: 'a', ...stacked },
          { id: 3, outerId: 1, typeName: 'TypeError', message: 'b', ...stacked },
        ],
      },
    },
  },
  {
    name: 'what the call says over what its error carries',
    level: 'error',
    text: 'x',
    fields: () => ({ code: 'of the call', err: new CardError('no') }),
    arrives: {
      baseType: 'ExceptionData',
      baseData: {
        severityLevel: 3,
        properties: { level: 'error', message: 'x', code: 'of the call' },
        errors: [{ id: 1, typeName: 'CardError', message: 'no', ...stacked }],
      },
    },
  },
  {
    name: 'a custom event with measurements',
    level: 'info',
    text: 'An order was placed',
    fields: () => ({ customEvent: 'OrderPlaced', orderId: 42, measurements: { total: 12.5, unit: 'EUR' } }),
    arrives: {
      baseType: 'EventData',
      baseData: {
        name: 'OrderPlaced',
        properties: { level: 'info', message: 'An order was placed', orderId: '42', unit: 'EUR' },
        measurements: { total: 12.5 },
      },
    },
  },
  {
    name: 'custom dimensions and measurements as OpenCensus spells them',
    level: 'info',
    text: 'x',
    fields: () => ({ custom_dimensions: { a: 1, b: { c: 2 } }, custom_measurements: { ms: 3 }, customEvent: '' }),
    arrives: {
      baseType: 'MessageData',
      baseData: {
        message: 'x',
        severityLevel: 1,
        properties: { level: 'info', a: '1', b: '{"c":2}', customEvent: '' },
        measurements: { ms: 3 },
      },
    },
  },
  {
    name: 'custom dimensions and measurements that are none',
    level: 'info',
    text: 'x',
    fields: () => ({ customDimensions: 'text', measurements: [1] }),
    arrives: message('x', { customDimensions: 'text', measurements: '[1]' }),
  },
  {
    name: 'the operation of the active span',
    level: 'info',
    text: 'x',
    fields: () => ({}),
    span: SPAN,
    arrives: {
      ...message('x', {}),
      operation: { 'ai.operation.id': SPAN.traceId, 'ai.operation.parentId': SPAN.spanId },
    },
  },
]

// --- helpers, in order of use ---

function trace(name: string, level: LogCase['level'], severityLevel: number): LogCase {
  const baseData = { message: 'Order placed', severityLevel, properties: { level, orderId: '42' } }
  const arrives = { baseType: 'MessageData', baseData }
  return { name, level, text: 'Order placed', fields: () => ({ orderId: 42 }), arrives }
}

function message(text: string, properties: Readonly<Record<string, string>>): ArrivedLog {
  const baseData = { message: text, severityLevel: 1, properties: { level: 'info', ...properties } }
  return { baseType: 'MessageData', baseData }
}

import { event, message } from './arrivals'
import type { LogCase } from './log-case'

export const RECORDS: readonly LogCase[] = [
  trace('a fatal record', 'fatal', 4),
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
    expected: message('Bestellung 注文 🛒', {
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
    name: 'fields of a child logger, which fields of the call override',
    level: 'info',
    text: 'x',
    child: { requestId: 'r1', attempt: 1 },
    fields: () => ({ attempt: 2 }),
    expected: message('x', { requestId: 'r1', attempt: '2' }),
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
    expected: message('x', {
      password: '[redacted]',
      user: '{"apiKey":"[redacted]","name":"Ada"}',
      url: 'https://a.example/?sig=redacted&page=1',
      target: '/?sig=redacted&page=1',
      req: '{"url":"/a?token=redacted&page=1","headers":{"referer":"https://a.example/?token=redacted"}}',
    }),
  },
  {
    name: 'a value that is longer than the service accepts',
    level: 'info',
    text: 'x',
    fields: () => ({ long: 'y'.repeat(10_000) }),
    expected: message('x', { long: 'y'.repeat(8_192) }),
  },
  {
    name: 'a custom event with measurements',
    level: 'info',
    text: 'An order was placed',
    fields: () => ({ customEvent: 'OrderPlaced', orderId: 42, measurements: { total: 12.5, unit: 'EUR' } }),
    expected: {
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
    expected: {
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
    name: 'custom dimensions and measurements that are not objects',
    level: 'info',
    text: 'x',
    fields: () => ({ customDimensions: 'text', measurements: [1] }),
    expected: message('x', { customDimensions: 'text', measurements: '[1]' }),
  },
  {
    name: 'a custom event whose name is not a string',
    level: 'info',
    text: 'x',
    fields: () => ({ customEvent: 7 }),
    expected: message('x', { customEvent: '7' }),
  },
  {
    name: 'custom dimensions, which override other fields',
    level: 'info',
    text: 'x',
    fields: () => ({ a: 1, customDimensions: { a: 2 } }),
    expected: message('x', { a: '2' }),
  },
  {
    name: 'a custom event next to a field called message',
    level: 'info',
    text: 'An order was placed',
    fields: () => ({ customEvent: 'OrderPlaced', message: 'own' }),
    expected: event('OrderPlaced', { level: 'info', message: 'own', logMessage: 'An order was placed' }),
  },
  {
    name: 'a custom event that the text only repeats',
    level: 'info',
    text: 'OrderPlaced',
    fields: () => ({ customEvent: 'OrderPlaced' }),
    expected: event('OrderPlaced', { level: 'info' }),
  },
  {
    name: 'a record without a text',
    level: 'info',
    text: '',
    fields: () => ({ orderId: 42 }),
    expected: message('n/a', { orderId: '42' }), // the service rejects an empty message
  },
  {
    name: 'fields without a text, which become the text',
    level: 'info',
    text: undefined,
    fields: () => ({ orderId: 42, basket: { items: 3, token: 'secret' } }),
    expected: message('{"orderId":42,"basket":{"items":3,"token":"[redacted]"}}', {
      orderId: '42',
      basket: '{"items":3,"token":"[redacted]"}',
    }),
  },
  {
    name: 'fields without a text, of a child logger',
    level: 'info',
    text: undefined,
    child: { requestId: 'r1' },
    fields: () => ({ orderId: 42 }),
    expected: message('{"requestId":"r1","orderId":42}', { requestId: 'r1', orderId: '42' }),
  },
  {
    name: 'no fields and no text',
    level: 'info',
    text: undefined,
    fields: () => ({}),
    expected: message('n/a', {}),
  },
  {
    name: 'a custom event without a text',
    level: 'info',
    text: undefined,
    fields: () => ({ customEvent: 'OrderPlaced', orderId: 42, measurements: { total: 12.5 } }),
    expected: {
      baseType: 'EventData',
      baseData: {
        name: 'OrderPlaced',
        properties: { level: 'info', orderId: '42' },
        measurements: { total: 12.5 },
      },
    },
  },
  {
    name: 'custom dimensions and measurements without a text',
    level: 'info',
    text: undefined,
    fields: () => ({ orderId: 42, customDimensions: { shop: 'west' }, measurements: { total: 12.5 } }),
    expected: {
      baseType: 'MessageData',
      baseData: {
        message: '{"orderId":42}',
        severityLevel: 1,
        properties: { level: 'info', orderId: '42', shop: 'west' },
        measurements: { total: 12.5 },
      },
    },
  },
]

// --- helpers ---

function trace(name: string, level: LogCase['level'], severityLevel: number): LogCase {
  const baseData = { message: 'Order placed', severityLevel, properties: { level, orderId: '42' } }
  const expected = { baseType: 'MessageData', baseData }
  return { name, level, text: 'Order placed', fields: () => ({ orderId: 42 }), expected }
}

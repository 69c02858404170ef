import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { hostname } from 'node:os'
import { describe, expect, it } from '@jest/globals'
import pino, { type Logger, type LoggerOptions } from 'pino'
import { mappedLine, mappedOne, NOW_MS } from './builders'

describe('a record without an error is a trace', () => {
  it('with its message, level and fields, but without the fields that pino adds', () => {
    expect(mappedOne((logger) => logger.info({ orderId: 42, basket: { items: 3 } }, 'Order placed'))).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      data: {
        baseType: 'MessageData',
        baseData: {
          message: 'Order placed',
          severityLevel: 1,
          properties: { level: 'info', orderId: '42', basket: '{"items":3}' },
        },
      },
    })
  })

  it.each<[string, (logger: Logger<string>) => void, string]>([
    ['formatted text', (logger) => logger.info('%s and %d', 'a', 1), 'a and 1'],
    ['fields alone', (logger) => logger.info({ a: 1, b: { password: 'x' } }), '{"a":1,"b":{"password":"[redacted]"}}'],
    ['a message that is not a string', (logger) => logger.info({ msg: { a: 1 } }), '{"a":1}'],
    ['nothing', (logger) => logger.info({}), ''],
  ])('with a readable message if it is logged as %s', (_, log, message) => {
    expect(mappedOne(log).data).toMatchObject({ baseType: 'MessageData', baseData: { message } })
  })

  it('with the last value of a field that occurs more than once', () => {
    const { data } = mappedOne((logger) => logger.child({ step: 1 }).child({ step: 2 }).info({ step: 3 }, 'x'))
    expect(data.baseData.properties).toEqual({ level: 'info', step: '3' })
  })

  it.each<[string, object, object]>([
    ['pid', { pid: 4711 }, { pid: '4711' }],
    ['hostname', { hostname: 'db-1.internal', port: 5432 }, { hostname: 'db-1.internal', port: '5432' }],
    ['name', { name: 'Alice' }, { name: 'Alice' }],
    ['name, and a field called logger', { name: 'Alice', logger: 'mine' }, { name: 'Alice', logger: 'mine' }],
    ['level by number', { level: 3 }, { level: '3' }],
    ['level by name', { level: 'floor 3' }, { level: 'floor 3' }],
    ['time', { time: 5 }, { time: '5' }],
  ])('with a field of the log call that has the name of a field of the logger: %s', (_, fields, properties) => {
    const anHourAgo = Date.now() - 3_600_000
    const options = { name: 'shop', timestamp: () => `,"time":${anHourAgo}` }
    const asEver = mappedOne((logger) => logger.error({}, 'x'), options)
    const { data, ...rest } = mappedOne((logger) => logger.error(fields, 'x'), options)
    const { baseData } = asEver.data
    const all = { ...baseData, properties: { ...baseData.properties, ...properties } }
    expect({ data, ...rest }).toEqual({ ...asEver, data: { ...asEver.data, baseData: all } })
  })

  it('with a request in the form of pino-http, without the secrets in its URLs', () => {
    const req = Object.assign(new IncomingMessage(new Socket()), {
      method: 'GET',
      url: '/orders?token=canary&page=2',
      headers: { referer: 'https://ada:canary@shop.test/?sig=canary' },
    })
    const { data } = mappedOne((logger) => logger.child({ req }).info('request completed'), {
      serializers: { req: pino.stdSerializers.req },
    })
    expect(JSON.parse(data.baseData.properties?.['req'] ?? '')).toMatchObject({
      url: '/orders?token=redacted&page=2',
      headers: { referer: 'https://shop.test/?sig=redacted' },
    })
  })

  it('even if its line is indented', () => {
    expect(mappedLine('  {"level":40,"msg":"x"}').data.baseData).toMatchObject({ message: 'x', severityLevel: 2 })
  })

  it.each<[string, (logger: Logger<string>) => void, LoggerOptions<string>, object]>([
    [
      'after fields of its base',
      (logger) => logger.error({ hostname: 'db-1', pid: 1, name: 'Alice' }, 'x'),
      { name: 'a "shop"', base: { service: 'api', hostname: hostname(), pid: 4711 } },
      { service: 'api', hostname: 'db-1', pid: '1', name: 'Alice', logger: 'a "shop"', level: 'error' },
    ],
    [
      'if its level is called severity',
      (logger) => logger.error({ hostname: 'db-1', severity: 'low' }, 'x'),
      { formatters: { level: (severity) => ({ severity }) } },
      { hostname: 'db-1', severity: 'low', level: 'error' },
    ],
    [
      'by a child logger',
      (logger) => logger.child({ name: 'till', items: [1] }).error({ pid: 1 }, 'x'),
      { name: 'shop', timestamp: () => `,"time":${Date.now()}.324` },
      { logger: 'shop', name: 'till', items: '[1]', pid: '1', level: 'error' },
    ],
  ])('with the fields of its logger: %s', (_, log, options, properties) => {
    const { tags, data } = mappedOne(log, options)
    expect(tags).toBeUndefined()
    expect(data.baseData).toMatchObject({ severityLevel: 3 })
    expect(data.baseData.properties).toEqual(properties)
  })

  it('that is the same for the same line and moment', () => {
    const line = { level: 50, time: NOW_MS, msg: 'x', err: { type: 'Error', message: 'no', stack: '' } }
    expect(mappedLine(line)).toEqual(mappedLine(line))
  })
})

describe('a line that is not a record is a trace', () => {
  it.each(['Server listening', '42', 'null', '["a"]', '"text"', '{"level":30,"msg":', '{}{}'])('%s', (line) => {
    expect(mappedLine(line)).toEqual({
      time: '2026-03-04T12:00:00.000Z',
      data: { baseType: 'MessageData', baseData: { message: line, severityLevel: 1, properties: {} } },
    })
  })

  it('or an event, if recordsAs is event', () => {
    const { data } = mappedLine('OrderPlaced', { recordsAs: 'event' })
    expect(data).toEqual({ baseType: 'EventData', baseData: { name: 'OrderPlaced', properties: {} } })
  })
})

describe('a hostile record', () => {
  it.each<[string, string, Record<string, string>]>([
    ['the names of a prototype', '{"level":30,"__proto__":{"a":1},"constructor":2,"a":3}', { level: 'info', a: '3' }],
    ['no fields', '{}', {}],
    [
      'values of wrong kinds',
      '{"level":{},"time":[],"pid":"x","hostname":7,"name":8}',
      { level: '{}', time: '[]', name: '8' },
    ],
    ['only nulls', '{"level":null,"time":null,"msg":null,"err":null}', { time: 'null', err: 'null' }],
  ])('is mapped as far as possible: %s', (_, line, properties) => {
    expect(mappedLine(line).data.baseData.properties).toEqual(properties)
  })

  it('is read only to the depth that a property may have', () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`
    expect(mappedLine(`{"level":30,"deep":${deep}}`).data.baseData.properties).toMatchObject({
      deep: expect.stringContaining('[Object]'),
    })
  })
})

describe('the logger', () => {
  it.each<[string, object, Record<string, string>]>([
    ['its name', { name: 'orders' }, { logger: 'orders' }],
    ['a field called logger takes precedence', { name: 'orders', logger: 'mine' }, { logger: 'mine', name: 'orders' }],
    ['a name that is not a string stays a field', { name: 7 }, { name: '7' }],
  ])('is a property: %s', (_, fields, properties) => {
    expect(mappedLine({ level: 30, ...fields }).data.baseData.properties).toEqual({ level: 'info', ...properties })
  })
})

describe('the host', () => {
  it.each<[string, string, boolean, object | undefined]>([
    ['of this machine is dropped', hostname(), false, undefined],
    ['of another machine is the role instance', 'shop-7', false, { 'ai.cloud.roleInstance': 'shop-7' }],
    ['is ignored if the role instance is configured', 'shop-7', true, undefined],
  ])('%s', (_, host, namesInstance, tags) => {
    const envelope = mappedLine({ level: 30, hostname: host, msg: 'x' }, { namesInstance })
    expect(envelope.tags).toEqual(tags)
    expect(envelope.data.baseData.properties).toEqual({ level: 'info' })
  })
})

describe('keys of pino’s configuration', () => {
  it('messageKey', () => {
    const { data } = mappedOne((logger) => logger.info({ msg: 'mine' }, 'x'), { messageKey: 'text' })
    expect(data.baseData).toMatchObject({ message: 'x', properties: { level: 'info', msg: 'mine' } })
  })

  it('errorKey', () => {
    const { data } = mappedOne((logger) => logger.error(new RangeError('no')), { errorKey: 'failure' })
    expect(data.baseData).toMatchObject({ exceptions: [{ typeName: 'RangeError' }], properties: { level: 'error' } })
    expect(data.baseData.properties).not.toHaveProperty('failure')
  })

  it('customLevels', () => {
    const log = (logger: Logger<string>) => (logger as unknown as Logger<'audit'>).audit('x')
    const { data } = mappedOne(log, { customLevels: { audit: 35 } })
    expect(data.baseData).toMatchObject({ severityLevel: 1, properties: { level: 'audit' } })
  })

  it('nestedKey, if it is also an option of the stream', () => {
    const log = (logger: Logger<string>) =>
      logger
        .child({ requestId: 'r1' })
        .error({ err: new RangeError('no'), level: 'high', customEvent: 7, customDimensions: { a: 1 } }, 'x')
    const { data } = mappedOne(log, { nestedKey: 'payload' }, { nestedKey: 'payload' })
    expect(data.baseData).toMatchObject({ severityLevel: 3, exceptions: [{ typeName: 'RangeError' }] })
    expect(data.baseData.properties).toEqual({
      level: 'high',
      requestId: 'r1',
      message: 'x',
      customEvent: '7',
      a: '1',
    })
  })

  it('nestedKey, which is a field if it is not an option of the stream', () => {
    const { data } = mappedOne((logger) => logger.info({ a: 1 }, 'x'), { nestedKey: 'payload' })
    expect(data.baseData.properties).toEqual({ level: 'info', payload: '{"a":1}' })
  })
})

describe('a record is a custom event', () => {
  it('that is named by the message, if recordsAs is event', () => {
    const { data } = mappedOne((logger) => logger.info({ orderId: 42 }, 'OrderPlaced'), {}, { recordsAs: 'event' })
    expect(data).toEqual({
      baseType: 'EventData',
      baseData: { name: 'OrderPlaced', properties: { level: 'info', orderId: '42' } },
    })
  })

  it.each<[string, (logger: Logger<string>) => void, string]>([
    ['after fields', (logger) => logger.error({ err: new RangeError('expired') }, 'PaymentFailed'), 'PaymentFailed'],
    ['alone', (logger) => logger.error(new RangeError('expired')), 'expired'],
  ])('that keeps its error as a property: %s', (_, log, name) => {
    expect(mappedOne(log, {}, { recordsAs: 'event' }).data).toMatchObject({
      baseType: 'EventData',
      baseData: { name, properties: { err: expect.stringContaining('"type":"RangeError"') } },
    })
  })
})

describe('the operation', () => {
  const ids = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' }

  it('is read from the fields of the record, which are not properties', () => {
    const { tags, data } = mappedLine({ level: 30, ...ids, trace_flags: '01', 'azmon.operation': 'GET /orders/:id' })
    expect(tags).toEqual({
      'ai.operation.id': ids.trace_id,
      'ai.operation.parentId': ids.span_id,
      'ai.operation.name': 'GET /orders/:id',
    })
    expect(data.baseData.properties).toEqual({ level: 'info' })
  })

  it('may have no span', () => {
    expect(mappedLine({ level: 30, trace_id: ids.trace_id }).tags).toEqual({ 'ai.operation.id': ids.trace_id })
  })

  it.each([{ ...ids, trace_id: 'mine' }, { ...ids, trace_id: '0'.repeat(32) }, { span_id: ids.span_id }])(
    'is undefined if the fields have other values, which stay properties: %j',
    (fields) => {
      const { tags, data } = mappedLine({ level: 30, ...fields })
      expect(tags).toBeUndefined()
      expect(data.baseData.properties).toEqual({ level: 'info', ...fields })
    },
  )
})

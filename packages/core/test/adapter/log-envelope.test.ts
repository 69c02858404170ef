import { describe, expect, it } from '@jest/globals'
import { TelemetryClient } from '../../src'
import { excludedFields, findError, type LogContext, type LogRecord, logEnvelope } from '../../src/adapter'

const { properties: serializer } = new TelemetryClient({ disabled: true })
const nowMs = Date.parse('2026-03-04T12:00:00.000Z')

function enveloped(record: Partial<LogRecord>, context: Partial<LogContext> = {}) {
  const whole = { fields: {}, text: 'x', level: 'info', nowMs, ...record }
  return logEnvelope(whole, undefined, { serializer, recordsAs: 'trace', ...context })
}

const severityOf = (level: unknown, levelMap = {}) => {
  const { baseData } = enveloped({ level }, { levelMap }).data
  return 'severityLevel' in baseData ? baseData.severityLevel : undefined
}

describe('the severity of a record', () => {
  it.each<[unknown, number]>([
    ['fatal', 4],
    ['ERROR', 3],
    ['warning', 2],
    ['notice', 1],
    ['silly', 0],
    [10, 0],
    [35, 1],
    [50, 3],
    [60, 4],
    ['unheard of', 1],
    ['constructor', 1],
    [Number.NaN, 1],
    [undefined, 1],
  ])('is known for the level %p', (level, severity) => {
    expect(severityOf(level)).toBe(severity)
  })

  it('comes from levelMap', () => {
    expect(severityOf('warn', { warn: 4 })).toBe(4)
    expect(severityOf('audit', { audit: 2 })).toBe(2)
    expect(severityOf(35, { 35: 3 })).toBe(3)
  })

  it('comes from the adapter', () => {
    expect(enveloped({ severityLevel: 4 }).data.baseData).toMatchObject({ severityLevel: 4 })
  })
})

describe('the host of a record', () => {
  it.each<[string, string | undefined, string | undefined, object | undefined]>([
    ['another host', 'other', 'own', { 'ai.cloud.roleInstance': 'other' }],
    ['this host', 'own', 'own', undefined],
    ['another host, if the instance is configured', 'other', undefined, undefined],
    ['no host', undefined, 'own', undefined],
  ])('is the role instance: %s', (_, hostname, ownHost, tags) => {
    expect(enveloped({ hostname }, { ownHost }).tags).toEqual(tags)
  })
})

describe('the properties of a record', () => {
  it('are its fields, except the excluded ones', () => {
    const record = { fields: { time: 1, a: 2, b: 3 }, excluded: excludedFields('time'), more: { b: 4, c: undefined } }
    expect(enveloped(record).data.baseData.properties).toEqual({ a: '2', b: '4', level: 'info' })
  })

  it('keep a time that is not accepted, under its key', () => {
    expect(enveloped({ time: 'tomorrow' }).data.baseData.properties).toMatchObject({ timestamp: 'tomorrow' })
    expect(enveloped({ time: 61, timeKey: 'at' }).data.baseData.properties).toMatchObject({ at: '61' })
  })

  it('have the level and the logger unless they are fields', () => {
    expect(enveloped({ logger: 'payments' }).data.baseData.properties).toEqual({ level: 'info', logger: 'payments' })
    const fields = { level: 'mine', logger: 'own' }
    expect(enveloped({ fields, logger: 'payments' }).data.baseData.properties).toEqual(fields)
  })
})

it('a field stack that throws is kept as a property', () => {
  const stack = new Proxy([], {
    get: () => {
      throw new Error('no')
    },
  })
  expect(findError({ stack }, [])).toBeUndefined()
  expect(enveloped({ fields: { stack } }).data.baseData.properties).toMatchObject({
    stack: expect.stringContaining('Throws'),
  })
})

it('the fields of an error do not replace those of the record', () => {
  const fields = { code: 'of the call', err: Object.assign(new Error('no'), { code: 'E', detail: 1 }) }
  const { data } = enveloped({ fields, error: findError(fields, ['err']) })
  expect(data.baseData.properties).toEqual({ level: 'info', message: 'x', code: 'of the call', detail: '1' })
})

it('leaves the record and the operation as they are', () => {
  const operation = Object.freeze({ tags: Object.freeze({ 'ai.operation.id': 'o' }), sampleRate: 25 })
  const fields = Object.freeze({ customDimensions: Object.freeze({ a: 1 }), measurements: Object.freeze({ ms: 1 }) })
  const record = Object.freeze({ fields, text: 'x', level: 'info', hostname: 'other' })
  const envelope = logEnvelope(record, operation, { serializer, recordsAs: 'trace', ownHost: 'own' })
  expect(envelope).toMatchObject({
    tags: { 'ai.operation.id': 'o', 'ai.cloud.roleInstance': 'other' },
    sampleRate: 25,
    data: { baseData: { properties: { a: '1' }, measurements: { ms: 1 } } },
  })
})

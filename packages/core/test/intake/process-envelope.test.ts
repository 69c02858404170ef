import { beforeEach, describe, expect, it } from '@jest/globals'
import type { TelemetryData } from '../../src/envelope/contracts'
import type { Envelope } from '../../src/envelope/envelope'
import { acceptsPreserialized, type IntakeParts, processEnvelope } from '../../src/intake/process-envelope'
import { EnvelopeSerializer, type PreserializedTrace } from '../../src/item/serialize'
import { Redactor } from '../../src/redaction/redactor'

const TIME = '2026-03-04T12:00:00.000Z'
const KEEPS_ALL = { ratio: 1, byKind: {}, bySeverity: {} }
const KEEPS_NONE = { ratio: 0, byKind: {}, bySeverity: {} }

let redacted: number

beforeEach(() => {
  redacted = 0
})

function partsWith(parts: Partial<IntakeParts> = {}): IntakeParts {
  return {
    processors: [],
    onProcessorError: () => {},
    sampling: KEEPS_ALL,
    redactor: new Redactor([], () => redacted++),
    serializer: new EnvelopeSerializer('00000000-0000-4000-8000-000000000001', { 'ai.cloud.role': 'shop' }),
    ...parts,
  }
}

function aTrace(properties: Record<string, string> = {}): Envelope {
  return { time: TIME, data: { baseType: 'MessageData', baseData: { message: 'token=abc', properties } } }
}

function item(envelope: Envelope | PreserializedTrace, parts?: Partial<IntakeParts>) {
  const result = processEnvelope(envelope, partsWith(parts))
  if (result.kind !== 'serialized') throw new Error(result.kind)
  return JSON.parse(result.item.json)
}

describe('an envelope', () => {
  it('becomes an item with the tags of the client, and keeps the message that was logged', () => {
    expect(item(aTrace({ a: '1' }))).toMatchObject({
      time: TIME,
      iKey: '00000000-0000-4000-8000-000000000001',
      tags: { 'ai.cloud.role': 'shop' },
      data: { baseType: 'MessageData', baseData: { message: 'token=abc', properties: { a: '1' } } },
    })
    expect(redacted).toBe(0)
  })

  it('is filtered by a processor or by sampling', () => {
    expect(processEnvelope(aTrace(), partsWith({ processors: [() => false] }))).toEqual({
      kind: 'filtered',
      reason: 'processor',
    })
    expect(processEnvelope(aTrace(), partsWith({ sampling: KEEPS_NONE }))).toEqual({
      kind: 'filtered',
      reason: 'sampling',
    })
  })

  it('is unreadable if its metric is not a finite number', () => {
    const data: TelemetryData = {
      baseType: 'MetricData',
      baseData: { metrics: [{ name: 'load', kind: 0, value: Number.NaN }] },
    }
    expect(processEnvelope({ time: TIME, data }, partsWith())).toEqual({ kind: 'unreadable' })
  })

  it.each([undefined, {}, { time: TIME }, { time: TIME, baseType: 'MessageData', baseData: {} }, 'text'])(
    'is not %j, which throws',
    (value) => {
      expect(() => processEnvelope(value as never, partsWith())).toThrow(TypeError)
    },
  )
})

describe('secrets are redacted', () => {
  it('in properties that a processor sets, even if they are frozen', () => {
    const properties = Object.freeze({
      password: 'secret',
      url: 'https://shop/?sig=secret',
      a: '1',
      message: 'token=abc',
    })
    const setProperties = ({ data }: Envelope) => {
      data.baseData.properties = properties
    }
    const { baseData } = item(aTrace(), { processors: [setProperties] }).data
    expect(baseData.properties).toMatchObject({ a: '1', message: 'token=abc' })
    expect(JSON.stringify(baseData.properties)).not.toContain('secret')
    expect(properties.password).toBe('secret')
    expect(redacted).toBe(2)
  })

  it.each<[string, TelemetryData]>([
    [
      'the URL of a request',
      {
        baseType: 'RequestData',
        baseData: {
          id: 'r',
          name: 'GET /',
          duration: '00:00:01',
          responseCode: '200',
          success: true,
          url: '/?sig=secret',
        },
      },
    ],
    [
      'the message of an exception',
      {
        baseType: 'ExceptionData',
        baseData: {
          exceptions: [{ id: 1, typeName: 'Error', message: 'https://a/?sig=secret', hasFullStack: false }],
        },
      },
    ],
  ])('in %s', (_, data) => {
    expect(JSON.stringify(item({ time: TIME, data }))).not.toContain('secret')
    expect(redacted).toBe(1)
  })

  it('in the name of the operation, without a change of its tags, which other items share', () => {
    const tags = Object.freeze({ 'ai.operation.name': 'GET /?sig=secret' })
    expect(item({ ...aTrace(), tags }).tags['ai.operation.name']).not.toContain('secret')
    expect(tags['ai.operation.name']).toContain('secret')
  })
})

describe('a preserialized trace', () => {
  const trace: PreserializedTrace = {
    time: TIME,
    tags: undefined,
    sampleRate: undefined,
    severityLevel: 1,
    baseType: 'MessageData',
    data: '"message":"x"',
    truncated: 0,
  }

  it('becomes an item', () => {
    expect(item(trace).data).toMatchObject({ baseType: 'MessageData', baseData: { message: 'x' } })
  })

  it('is accepted only if there are no processors and all traces are kept', () => {
    expect(acceptsPreserialized(partsWith())).toBe(true)
    for (const parts of [{ processors: [() => false] }, { sampling: KEEPS_NONE }]) {
      expect(acceptsPreserialized(partsWith(parts))).toBe(false)
      expect(processEnvelope(trace, partsWith(parts))).toEqual({ kind: 'unreadable' })
    }
  })

  it('of an exception is sampled', () => {
    const sampling = { ...KEEPS_ALL, byKind: { Exception: 0 } }
    const exception = { ...trace, baseType: 'ExceptionData', data: '"exceptions":[]' } as const
    expect(processEnvelope(exception, partsWith({ sampling }))).toEqual({ kind: 'filtered', reason: 'sampling' })
    expect(item(exception).data.baseType).toBe('ExceptionData')
  })
})

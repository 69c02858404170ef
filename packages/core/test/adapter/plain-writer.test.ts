import { describe, expect, it } from '@jest/globals'
import { excludedFields } from '../../src/adapter'
import { findError } from '../../src/adapter/find-error'
import { logEnvelope } from '../../src/adapter/log-envelope'
import type { Fields } from '../../src/adapter/plain-values'
import { PlainWriter } from '../../src/adapter/plain-writer'
import { ItemLines } from './item-lines'

const TIME = '2026-03-04T12:00:00.000Z'
const EXCLUDED = excludedFields('time')

interface Logged {
  readonly fields: Fields
  readonly text?: string
  readonly level?: string
  readonly logger?: string
  readonly time?: string
  readonly sampleRate?: number
}

function written(lines: ItemLines, { fields, text = 'x', level = 'info', logger, time, sampleRate }: Logged) {
  const writer = new PlainWriter(lines.properties, EXCLUDED)
  return lines.of(() => {
    const severityLevel = level === 'warn' ? (2 as const) : (1 as const)
    const record = {
      fields,
      text,
      level,
      severityLevel,
      logger,
      time,
      nowMs: Date.parse(TIME),
      error: findError(fields, ['err']),
    }
    return writer.write(record, { tags: { 'ai.operation.id': 'o' }, sampleRate })
  })
}

function mapped(lines: ItemLines, { fields, text = 'x', level = 'info', logger, time, sampleRate }: Logged) {
  const record = { fields, excluded: EXCLUDED, text, level, logger, time, nowMs: Date.parse(TIME) }
  const operation = { tags: { 'ai.operation.id': 'o' }, sampleRate }
  const error = findError(fields, ['err'])
  return lines.of(() =>
    logEnvelope({ ...record, error }, operation, { serializer: lines.properties, recordsAs: 'trace' }),
  )
}

describe('a record is written with the same result as mapping', () => {
  it.each<[string, Logged]>([
    ['without fields', { fields: {} }],
    ['with fields', { fields: { time: 5, orderId: 42, basket: { items: ['a "b"'] }, none: undefined } }],
    ['with a logger', { fields: { a: 1 }, logger: 'payments "eu"' }],
    ['with a secret', { fields: { password: 'secret', url: 'https://shop/?sig=secret' } }],
    ['with a long text', { fields: {}, text: 'é'.repeat(33_000) }],
    ['with a long property', { fields: { a: 'x'.repeat(9_000) } }],
    ['with an error', { fields: { a: 1, err: Object.assign(new Error('no'), { code: 'E_NO' }) } }],
    ['that is a warning in a sampled operation', { fields: {}, level: 'warn', sampleRate: 25 }],
    ['in a sampled operation', { fields: {}, sampleRate: 25 }],
    ['with a time', { fields: {}, time: '2026-03-04T11:00:00.123456Z' }],
    ['with an error whose message is the text', { fields: { err: new Error('no') }, text: 'no' }],
    ['with an error without a text', { fields: { err: new Error('no') }, text: '' }],
  ])('%s', (_, logged) => {
    const lines = new ItemLines()
    const line = written(lines, logged)
    expect(line).toMatchObject({ kind: 'serialized' })
    expect(line).toEqual(mapped(lines, logged))
  })
})

describe('a record must be mapped', () => {
  it.each<[string, Logged]>([
    ['with a custom event', { fields: { customEvent: 'OrderPlaced' } }],
    ['with a logger of its own', { fields: { logger: 'own' } }],
    ['with a function', { fields: { a: () => 1 } }],
    [
      'with a thousand and one fields',
      { fields: Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`f${i}`, i])) },
    ],
    ['with a secret as logger', { fields: {}, logger: 'token=abc' }],
    ['in an operation that is sampled out', { fields: {}, sampleRate: 0 }],
    ['without a text', { fields: { a: 1 }, text: '' }],
    ['with a time that is not accepted', { fields: {}, time: 'tomorrow' }],
    ['with a stack', { fields: { stack: 'Error: no' } }],
    ['with the parts of an error', { fields: { 'error.stack_trace': 'Error: no' } }],
    ['with an error and a field called message', { fields: { message: 'own', err: new Error('no') } }],
    [
      'with an error and a field of the same name',
      { fields: { code: 1, err: Object.assign(new Error('no'), { code: 2 }) } },
    ],
  ])('%s', (_, logged) => {
    expect(written(new ItemLines(), logged)).toBeUndefined()
  })

  it('if the names of levels are secrets', () => {
    expect(written(new ItemLines(['level']), { fields: {} })).toBeUndefined()
  })
})

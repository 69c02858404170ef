import { expect, it } from '@jest/globals'
import { inOperationOfThrow, rememberThrow } from '../../src/adapter/thrown-in'
import type { Envelope } from '../../src/envelope/envelope'

const SPAN = Symbol.for('OpenTelemetry Context Key SPAN')
const spanId = 'b7ad6b7169203331'

/** A context with a span of the trace that consists of this digit. */
function aContext(digit: string) {
  const span = { spanContext: () => ({ traceId: digit.repeat(32), spanId }) }
  return { getValue: (key: symbol) => (key === SPAN ? span : undefined) }
}

function anEnvelope(tags?: Envelope['tags']): Envelope {
  const data: Envelope['data'] = { baseType: 'ExceptionData', baseData: { exceptions: [] } }
  return { time: '2026-03-04T12:00:00.000Z', data, ...(tags && { tags }) }
}

it('an error belongs to the innermost operation that it was thrown in', () => {
  const error = new Error('no')
  rememberThrow(error, aContext('1'))
  rememberThrow(error, aContext('2'))
  const tags = { 'ai.operation.id': '1'.repeat(32), 'ai.operation.parentId': spanId }
  expect(inOperationOfThrow(error, anEnvelope())).toEqual(anEnvelope(tags))
})

it('an item keeps the operation that it names', () => {
  const error = new Error('no')
  rememberThrow(error, aContext('1'))
  const tags = { 'ai.operation.id': 'own' }
  expect(inOperationOfThrow(error, anEnvelope(tags))).toEqual(anEnvelope(tags))
})

it.each([new Error('another'), 'text', null, undefined])('%p belongs to no operation', (thrown) => {
  if (!(thrown instanceof Error)) rememberThrow(thrown, aContext('1'))
  expect(inOperationOfThrow(thrown, anEnvelope())).toEqual(anEnvelope())
})

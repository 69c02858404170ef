import { describe, expect, it } from '@jest/globals'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { grpcCode, isSuccess } from '../../src/mapping/success'
import { rowsOf } from '../builders'

describe('isSuccess', () => {
  it.each([
    [SpanStatusCode.UNSET, undefined, true],
    [SpanStatusCode.UNSET, '399', true],
    [SpanStatusCode.UNSET, '400', false],
    [SpanStatusCode.UNSET, '0', false],
    [SpanStatusCode.OK, '500', true],
    [SpanStatusCode.ERROR, '200', false],
  ])('of status %i and HTTP status %s is %p', (status, httpStatus, expected) => {
    expect(isSuccess(status, httpStatus)).toBe(expected)
  })
})

it('uses the gRPC codes OK and UNKNOWN for a span without a code', () => {
  expect([SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR].map(grpcCode)).toEqual(['0', '0', '2'])
})

it('takes the success of a database over HTTP from its HTTP status', () => {
  const attributes = { 'db.system': 'cosmosdb', 'http.response.status_code': 200 }
  const [row] = rowsOf({ kind: SpanKind.CLIENT, attributes })
  expect(row?.data.baseData).toMatchObject({ success: true, resultCode: '200' })
})

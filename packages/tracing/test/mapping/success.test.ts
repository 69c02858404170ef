import { describe, expect, it } from '@jest/globals'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { isSuccess } from '../../src/mapping/success'
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

it.each([SpanKind.CLIENT, SpanKind.SERVER, SpanKind.INTERNAL, SpanKind.CONSUMER])(
  'is code 0 for a span of kind %i without a code, even if it failed',
  (kind) => {
    const codes = [SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR].map((code) => {
      const { resultCode, responseCode }: Readonly<Record<string, unknown>> = {
        ...rowsOf({ kind, status: { code } })[0]?.data.baseData,
      }
      return resultCode ?? responseCode
    })
    expect(codes).toEqual(['0', '0', '0'])
  },
)

it('takes the success of a database over HTTP from its HTTP status', () => {
  const attributes = { 'db.system': 'cosmosdb', 'http.response.status_code': 200 }
  const [row] = rowsOf({ kind: SpanKind.CLIENT, attributes })
  expect(row?.data.baseData).toMatchObject({ success: true, resultCode: '200' })
})

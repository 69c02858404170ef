import { describe, expect, it } from '@jest/globals'
import { type Attributes, SpanKind } from '@opentelemetry/api'
import { rowsOf } from '../builders'

it('maps an event to a trace', () => {
  const [, trace] = rowsOf({ events: [{ name: 'Bank called', timeMs: 0, attributes: { attempt: 1 } }] })
  expect(trace?.data).toMatchObject({
    baseType: 'MessageData',
    baseData: { message: 'Bank called', severityLevel: 1, properties: { attempt: '1' } },
  })
})

it('maps a recorded error to an exception with its causes', () => {
  const error = new RangeError('expired', { cause: new Error('03/24') })
  const [, exception] = rowsOf({ events: [{ name: 'exception', timeMs: 0, attributes: {}, error }] })
  expect(exception?.data).toMatchObject({
    baseType: 'ExceptionData',
    baseData: { severityLevel: 3, exceptions: [{ typeName: 'RangeError' }, { typeName: 'Error', message: '03/24' }] },
  })
})

it('maps a recorded object that is not an error to an exception with its fields', () => {
  const error = { code: 'E_CARD', status: 402 } as never
  const [, exception] = rowsOf({ events: [{ name: 'exception', timeMs: 0, attributes: { attempt: 2 }, error }] })
  expect(exception?.data.baseData).toMatchObject({
    exceptions: [{ typeName: 'Object', message: '{"code":"E_CARD","status":402}' }],
    properties: { attempt: '2', code: 'E_CARD', status: '402' },
  })
})

describe('the type of an exception of an HTTP call', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const exceptionOf = (error: unknown, kind = SpanKind.CLIENT, attributes: Attributes = { 'http.method': 'GET' }) => {
    const [, exception] = rowsOf({
      kind,
      attributes,
      events: [{ name: 'exception', timeMs: 0, attributes: {}, error }],
    })
    return exception?.data.baseData
  }

  it.each([
    refused,
    Object.assign(new AggregateError([refused]), { code: 'ECONNREFUSED' }),
    Object.assign(new TypeError('fetch failed'), { code: 'ECONNREFUSED' }),
  ])('is the code of the error: %p', (error) => {
    expect(exceptionOf(error)).toMatchObject({
      exceptions: [
        { typeName: 'ECONNREFUSED', message: error.message },
        ...(error instanceof AggregateError ? [{}] : []),
      ],
      problemId: expect.stringMatching(/^ECONNREFUSED at /),
    })
  })

  it('is its name without a code, and for every other span', () => {
    const timeout = new DOMException('too slow', 'TimeoutError') // its code is a number
    expect(exceptionOf(timeout)).toMatchObject({ exceptions: [{ typeName: 'TimeoutError' }] })
    expect(exceptionOf('refused')).toMatchObject({ exceptions: [{ message: 'refused' }] })
    expect(exceptionOf(refused, SpanKind.SERVER)).toMatchObject({ exceptions: [{ typeName: 'Error' }] })
    expect(exceptionOf(refused, SpanKind.CLIENT, {})).toMatchObject({ exceptions: [{ typeName: 'Error' }] })
  })
})

it('rebuilds an exception from its attributes and keeps the other ones as properties', () => {
  const attributes = {
    'exception.type': 'RangeError',
    'exception.message': 'expired',
    'exception.stacktrace': 'RangeError: expired\n    at charge (/app/charge.js:1:7)',
    'exception.escaped': true,
  }
  const [, exception] = rowsOf({ events: [{ name: 'exception', timeMs: 0, attributes }] })
  expect(exception?.data.baseData).toMatchObject({ exceptions: [{ typeName: 'RangeError', message: 'expired' }] })
  expect(exception?.data.baseData.properties).toEqual({ 'exception.escaped': 'true' })
})

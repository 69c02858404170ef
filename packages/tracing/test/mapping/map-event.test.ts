import { expect, it } from '@jest/globals'
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

import { describe, expect, it } from '@jest/globals'
import { defaultTextMapSetter } from '@opentelemetry/api'
import { TraceContextPropagator } from '../src'
import { endWithError, OutgoingCalls, type OutgoingOptions, setResponseStatus } from '../src/outgoing-calls'
import { aTracer } from './builders'

function begin(call: object = {}, options: OutgoingOptions = {}) {
  const { tracer, ended } = aTracer()
  const carrier: Record<string, string> = {}
  const calls = new OutgoingCalls(tracer, new TraceContextPropagator(), options)
  const url = 'http://pay.example:8080/charges'
  const span = calls.begin({ method: 'POST', url, carrier, setter: defaultTextMapSetter, hasParent: false, ...call })
  return { span, carrier, ended }
}

describe('a call', () => {
  it('gets a client span and the headers that name it', () => {
    const { span, carrier, ended } = begin()
    setResponseStatus(span!, 201)
    span?.end()
    expect(carrier['traceparent']).toContain(span?.spanContext().spanId)
    expect(ended).toMatchObject([
      {
        name: 'POST',
        attributes: {
          'http.request.method': 'POST',
          'url.full': 'http://pay.example:8080/charges',
          'http.response.status_code': 201,
        },
      },
    ])
  })

  it('ends as an error without a response', () => {
    const { span, ended } = begin()
    endWithError(span!, new Error('refused'))
    expect(ended).toMatchObject([{ status: { message: 'refused' }, events: [{ name: 'exception' }] }])
  })

  it.each<[string, object, OutgoingOptions]>([
    ['has a parent already', { hasParent: true }, {}],
    ['opens a tunnel', { method: 'CONNECT' }, {}],
    ['matches a host', {}, { ignore: ['pay.example:8080'] }],
    ['matches a regular expression', {}, { ignore: [/\/charges$/] }],
    ['matches a function', {}, { ignore: [({ hostname }) => hostname === 'pay.example'] }],
  ])('is not tracked if it %s', (_, call, options) => {
    expect(begin(call, options)).toMatchObject({ span: undefined, carrier: {} })
  })

  it('is tracked if a rule throws', () => {
    const throwing = () => {
      throw new Error('mine')
    }
    expect(begin({}, { ignore: [throwing] }).span).toBeDefined()
  })
})

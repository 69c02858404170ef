import { describe, expect, it } from '@jest/globals'
import { isRedactedCopy, nextRouteOf } from '../../src/routes/next'
import { aTracer } from '../builders'

describe('the route of a span of Next.js', () => {
  it.each([
    ['/orders/[id]', '/orders/[id]'],
    ['/orders/[id]/page', '/orders/[id]'],
    ['/api/orders/[id]/route', '/api/orders/[id]'],
    ['/page', '/'],
    ['/_not-found', undefined],
    ['/404', undefined],
    [undefined, undefined],
  ])('is, for %s, %s', (route, expected) => {
    expect(nextRouteOf({ 'next.route': route })).toBe(expected)
  })
})

describe('the copy of an error that React makes for the client', () => {
  const MESSAGE =
    'An error occurred in the Server Components render. The specific message is omitted in production builds to avoid leaking sensitive details.'

  it('is not recorded', () => {
    const { tracer, ended } = aTracer()
    tracer.span('render', (span) => {
      span.recordException(Object.assign(new RangeError('no order 13'), { digest: '3794806640' }))
      span.recordException(Object.assign(new Error(MESSAGE), { digest: '3794806640' }))
    })
    expect(ended[0]?.events).toMatchObject([{ error: new RangeError('no order 13') }])
  })

  it.each([new Error(MESSAGE), Object.assign(new Error('mine'), { digest: '1' }), 'text', undefined])(
    'is not %s',
    (error) => {
      expect(isRedactedCopy(error)).toBe(false)
    },
  )
})

import { describe, expect, it } from '@jest/globals'
import { rowOfData } from './row-of'

describe('an exception', () => {
  const outer = {
    id: 1,
    typeName: 'PaymentError',
    message: 'declined',
    parsedStack: [{ level: 0, method: 'charge', assembly: 'pay', fileName: '/pay.js', line: 3 }],
  }
  const middle = { id: 2, outerId: 1, typeName: 'HttpError', message: '402' }
  const inner = { id: 3, outerId: 2, typeName: 'TypeError', message: 'fetch failed', stack: 'TypeError: fetch failed' }

  it('has the first exception of the chain as outer and the last as innermost', () => {
    const { table, row } = rowOfData('ExceptionData', { exceptions: [outer, middle, inner], severityLevel: 3 })

    expect(table).toBe('exceptions')
    expect(row).toMatchObject({
      type: 'PaymentError',
      method: 'charge',
      assembly: 'pay',
      outerType: 'PaymentError',
      outerMessage: 'declined',
      outerMethod: 'charge',
      outerAssembly: 'pay',
      innermostType: 'TypeError',
      innermostMessage: 'fetch failed',
      innermostMethod: null,
      severityLevel: 3,
    })
    expect(row['details']).toMatchObject([
      { id: 1, outerId: null, type: 'PaymentError', parsedStack: [{ level: 0, method: 'charge', line: 3 }] },
      { id: 2, outerId: 1, type: 'HttpError', parsedStack: [] },
      { id: 3, outerId: 2, type: 'TypeError', rawStack: 'TypeError: fetch failed' },
    ])
  })

  it('follows one branch of a tree of causes', () => {
    const sibling = { id: 4, outerId: 1, typeName: 'RangeError', message: 'other branch' }

    expect(rowOfData('ExceptionData', { exceptions: [outer, middle, sibling] }).row).toMatchObject({
      innermostType: 'HttpError',
    })
  })

  it.each([
    ['the one that was sent', { exceptions: [outer], problemId: 'mine' }, 'mine'],
    ['type and top method', { exceptions: [outer] }, 'PaymentError at charge'],
    ['the type if there is no parsed stack', { exceptions: [inner] }, 'TypeError'],
  ])('has a problemId of %s', (_, baseData, problemId) => {
    expect(rowOfData('ExceptionData', baseData).row).toMatchObject({ problemId })
  })
})

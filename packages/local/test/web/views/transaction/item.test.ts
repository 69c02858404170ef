import { describe, expect, it } from '@jest/globals'
import { isError, millisOf, toItem } from '../../../../web/src/views/transaction/item'

const common = {
  itemId: 'i',
  timestamp: '2026-01-01T00:00:00.0000000Z',
  operation_ParentId: 'p',
  cloud_RoleName: 'shop',
}

describe('toItem', () => {
  it('reads a dependency as a span', () => {
    const values = { id: 'd', name: 'GET /a', target: 'db', duration: 12.5, success: 'False', resultCode: '500' }
    expect(toItem({ ...common, itemType: 'dependency', ...values })).toMatchObject({
      kind: 'dependency',
      id: 'd',
      parentId: 'p',
      startMs: Date.parse('2026-01-01'),
      durationMs: 12.5,
      role: 'shop',
      title: 'GET /a',
      detail: 'db',
      resultCode: '500',
      isFailed: true,
    })
  })

  it('does not repeat a target that is in the name', () => {
    const row = { ...common, itemType: 'dependency', name: 'POST payments/charges', target: 'payments' }
    expect(toItem(row)?.detail).toBe('')
  })

  it('reads an exception as a point, titled with its type and message', () => {
    const row = {
      ...common,
      itemType: 'exception',
      type: 'TypeError',
      outerMessage: 'no',
      duration: 5,
      severityLevel: 3,
    }
    expect(toItem(row)).toMatchObject({ title: 'TypeError: no', durationMs: 0, id: '', severityLevel: 3 })
  })

  it('titles a request without a name with its URL', () => {
    expect(toItem({ ...common, itemType: 'request', url: 'http://a/b' })?.title).toBe('http://a/b')
  })

  it('titles a dependency without a name with its target, and a span that nothing names as such', () => {
    expect(toItem({ ...common, itemType: 'dependency', target: 'db' })).toMatchObject({ title: 'db', detail: '' })
    expect(toItem({ ...common, itemType: 'pageView' })?.title).toBe('without a name')
  })

  it('leaves out metrics', () => {
    expect(toItem({ ...common, itemType: 'customMetric' })).toBeUndefined()
  })
})

describe('millisOf', () => {
  it('keeps the digits after the millisecond', () => {
    expect(millisOf('2026-01-01T00:00:00.0015000Z') - Date.parse('2026-01-01')).toBeCloseTo(1.5, 3)
    expect(millisOf('2026-01-01T00:00:00Z')).toBe(Date.parse('2026-01-01'))
  })
})

it.each([
  [{ itemType: 'trace', severityLevel: 3 }, true],
  [{ itemType: 'trace', severityLevel: 2 }, false],
  [{ itemType: 'request', success: 'False' }, true],
  [{ itemType: 'request', success: 'True' }, false],
  [{ itemType: 'exception' }, true],
])('an item of %j is an error: %j', (row, expected) => {
  expect(isError(toItem({ ...common, ...row })!)).toBe(expected)
})

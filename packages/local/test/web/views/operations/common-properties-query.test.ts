import { expect, it } from '@jest/globals'
import { commonProperties } from '../../../../web/src/views/operations/common-properties-query'

it('finds the values whose share differs most, one of each property', () => {
  const rows = [
    { key: 'card.threeDS', value: 'required', concerned: 40, others: 39 },
    { key: 'card.threeDS', value: 'none', concerned: 0, others: 261 },
    { key: 'card.brand', value: 'visa', concerned: 27, others: 156 },
    { key: 'amount', value: '9.00', concerned: 3, others: 20 },
  ]
  expect(commonProperties(rows, 40, 300)).toEqual([
    { key: 'card.threeDS', value: 'required', concernedShare: 1, othersShare: 0.13 },
    { key: 'card.brand', value: 'visa', concernedShare: 0.675, othersShare: 0.52 },
  ])
})

it('leaves out properties that only the concerned operations have: they are consequences', () => {
  const rows = [
    { key: 'retry', value: '3', concerned: 40, others: 0 },
    { key: 'card', value: 'visa', concerned: 40, others: 1 },
  ]
  expect(commonProperties(rows, 40, 300).map(({ key }) => key)).toEqual(['card'])
})

it('compares with nothing if all operations are concerned', () => {
  const rows = [{ key: 'card', value: 'visa', concerned: 10, others: 0 }]
  expect(commonProperties(rows, 10, 0)).toEqual([{ key: 'card', value: 'visa', concernedShare: 1, othersShare: 0 }])
})

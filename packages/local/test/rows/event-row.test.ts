import { expect, it } from '@jest/globals'
import { rowOfData } from './row-of'

it('maps an event', () => {
  expect(rowOfData('EventData', { name: 'OrderPlaced' })).toMatchObject({
    table: 'customEvents',
    row: { name: 'OrderPlaced', itemType: 'customEvent' },
  })
})

import { expect, it } from '@jest/globals'
import { rowOfData } from './row-of'

it('is a success unless it says otherwise', () => {
  expect(
    rowOfData('RemoteDependencyData', {
      id: 'span',
      name: 'SELECT',
      type: 'SQL',
      target: 'db',
      data: 'select 1',
      resultCode: '0',
      duration: '00:10:00',
    }),
  ).toMatchObject({
    table: 'dependencies',
    row: {
      type: 'SQL',
      target: 'db',
      data: 'select 1',
      success: 'True',
      resultCode: '0',
      performanceBucket: '>=5min',
    },
  })
})

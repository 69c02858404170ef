import { expect, it } from '@jest/globals'
import { rowOfData } from './row-of'

it('has its duration in milliseconds and its success as a string', () => {
  expect(
    rowOfData('RequestData', {
      id: 'span',
      name: 'GET /',
      duration: '00:00:00.2501',
      success: false,
      responseCode: 503,
      url: 'http://localhost/',
      source: 'cid',
    }),
  ).toMatchObject({
    table: 'requests',
    row: {
      id: 'span',
      name: 'GET /',
      duration: 250.1,
      performanceBucket: '250ms-500ms',
      success: 'False',
      resultCode: '503',
      url: 'http://localhost/',
      source: 'cid',
    },
  })
})

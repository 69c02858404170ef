import { describe, expect, it } from '@jest/globals'
import { rowOfData } from './row-of'

describe('a trace', () => {
  it.each([
    [0, 0],
    [4, 4],
    ['Verbose', 0],
    ['warning', 2],
    ['Critical', 4],
    [5, null],
    ['Loud', null],
    [undefined, null],
  ])('maps severity %p to severityLevel %p', (severityLevel, expected) => {
    expect(rowOfData('MessageData', { message: 'm', severityLevel })).toMatchObject({
      table: 'traces',
      row: { message: 'm', severityLevel: expected },
    })
  })
})

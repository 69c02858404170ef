import { expect, it } from '@jest/globals'
import { AttributeReader, firstString } from '../../src/mapping/attribute'

it('returns the first value that is neither empty nor an object, as a string', () => {
  const attributes = { empty: '', object: {}, objects: [{}], list: [1, 2], number: 5 }
  expect(firstString(attributes, 'missing', 'empty', 'object', 'objects', 'number', 'list')).toBe('5')
  expect(firstString(attributes, 'list')).toBe('1,2')
  expect(firstString(attributes, 'missing')).toBeUndefined()
})

it('marks every key that holds the value it returned', () => {
  const read = new AttributeReader({ now: 'a', old: 'a', other: 'b' })
  expect(read.take('now', 'old', 'other')).toBe('a')
  expect([...read.used]).toEqual(['now', 'old'])
})

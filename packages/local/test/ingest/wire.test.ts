import { expect, it } from '@jest/globals'
import { readInteger, readNumber, readObject, readObjects, readString } from '../../src/ingest/wire'

const object = { text: 'a', number: 1.6, flag: true, nested: { a: 1 }, list: [{ a: 1 }, 2], huge: 1e12 }

it('reads any scalar as a string', () => {
  expect(['text', 'number', 'flag', 'nested', 'missing'].map((field) => readString(object, field))).toEqual([
    'a',
    '1.6',
    'true',
    null,
    null,
  ])
})

it('reads numbers, and integers of 32 bits', () => {
  expect([readNumber(object, 'number'), readNumber(object, 'text')]).toEqual([1.6, null])
  expect([readInteger(object, 'number'), readInteger(object, 'huge')]).toEqual([2, 2_147_483_647])
})

it('reads objects and skips other elements of an array', () => {
  expect([readObject(object, 'nested'), readObject(object, 'text')]).toEqual([{ a: 1 }, {}])
  expect(readObjects(object, 'list')).toEqual([{ a: 1 }])
})

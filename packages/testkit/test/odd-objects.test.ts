import { expect, it } from '@jest/globals'
import { ODD_OBJECTS, SHAPES } from '../src/odd-objects'

it('makes new objects, some of which JSON can represent', () => {
  const outcomes = ODD_OBJECTS.map((make) => {
    try {
      return typeof JSON.stringify(make('text'))
    } catch {
      return 'throws'
    }
  })
  expect(new Set(outcomes)).toEqual(new Set(['string', 'undefined', 'throws']))
})

it('makes objects of many shapes from the same entries', () => {
  const objects = SHAPES.map((shape) => shape([['a', 1]]))
  expect(objects).toContainEqual({ a: 1 })
  expect(objects.some((object) => Array.isArray(object))).toBe(true)
  expect(objects.some((object) => object instanceof Error)).toBe(true)
  expect(objects.some((object) => Object.isFrozen(object))).toBe(true)
})

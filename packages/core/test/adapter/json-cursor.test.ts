import { propertyRuns } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { JsonCursor, leadingFields } from '../../src/adapter/json-cursor'

function cursorAt(line: string): JsonCursor {
  const cursor = new JsonCursor()
  cursor.begin(line)
  return cursor
}

describe('a cursor', () => {
  it('passes any value in JSON, and nothing after it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value)
        const cursor = cursorAt(`${json},"next"`)
        expect(cursor.skip()).toBe(true)
        expect(cursor.at).toBe(json.length)
      }),
      { numRuns: propertyRuns(500) },
    )
  })

  it.each(['"open', '{"a":[1,2}', '', ']'])('does not pass %j', (json) => {
    expect(cursorAt(json).skip() && JSON.parse(json) !== undefined).toBe(false)
  })

  it.each([
    ['"a\\u00e9"', false],
    ['"a\\/b"', false],
    ['"a\\n\\"b\\\\"', true],
    ['"\\u001f"', true],
  ])('knows whether JSON.stringify writes %s: %p', (json, isCanonical) => {
    const cursor = cursorAt(json)
    expect(cursor.string()).toBe(true)
    expect(cursor).toMatchObject({ hasEscape: true, isCanonical })
  })

  it.each([
    ['[1,2.5,-3]', 10],
    ['[1,"a"]', 0],
    ['[1e3]', 0],
    ['[]', 0],
  ])('passes an array of numbers only: %s', (json, at) => {
    const cursor = cursorAt(json)
    expect(cursor.numbers()).toBe(at > 0)
    expect(cursor.at).toBe(at)
  })

  it.each([
    ['plain words', false],
    ['password=1', true],
    ['a: b', true],
    ['//user@host', true],
  ])('finds the marks of a secret in %j: %p', (string, mayHold) => {
    const line = `"${string}"`
    expect(cursorAt(line).mayHoldSecret(1, line.length - 1)).toBe(mayHold)
  })
})

describe('the leading fields of a line', () => {
  const names = new Set(['level', 'pid', 'name'])

  it.each<[string, object]>([
    ['{"level":30,"pid":1,"msg":"a"}', { level: 30, pid: 1 }],
    ['{"pid":1,"pid":2}', { pid: 1 }],
    ['{"level":30,"req":{"pid":5},"pid":6}', { level: 30 }],
    ['{"a\\n":1,"pid":6}', {}],
    ['{"name":"a,\\"b\\"","level":"info"}', { name: 'a,"b"', level: 'info' }],
    ['[1]', {}],
  ])('of %s are %j', (line, fields) => {
    expect(leadingFields(line, names)).toEqual(fields)
  })
})

import { describe, expect, it } from '@jest/globals'
import { PlainLine } from '../../src/adapter/plain-line'
import { PlainValues } from '../../src/adapter/plain-values'
import { PropertySerializer } from '../../src/envelope/properties'
import { Redactor } from '../../src/redaction/redactor'

/** Returns the properties of the line; undefined if the line cannot be read to its end. */
function read(line: string, flattens = false) {
  let redacted = 0
  const serializer = new PropertySerializer(new Redactor([], () => redacted++), flattens)
  const values = new PlainValues(serializer, () => 'property')
  const reader = new PlainLine(values)
  values.limits.begin()
  if (!reader.begin(line)) return undefined
  const fields: string[] = []
  for (let key = reader.next(); key !== undefined; key = reader.next()) {
    const value = reader.property(key)
    if (value === undefined) return undefined
    fields.push(`${key.json}${value}`)
  }
  if (!reader.isComplete || values.limits.end() === undefined) return undefined
  return { properties: JSON.parse(`{${fields.join()}}`), redacted }
}

function mapped(line: string) {
  let redacted = 0
  const serializer = new PropertySerializer(new Redactor([], () => redacted++), false)
  return { properties: serializer.properties(JSON.parse(line)), redacted }
}

describe('a line has the properties that PropertySerializer makes of its fields', () => {
  it.each([
    '{}',
    '{"a":1}',
    '{"a":"text","b":true,"c":null,"d":-1.5,"e":1e21}',
    '{"a":"\\u00e4 \\"b\\" \\/"}',
    '{"a":{"b":"c \\"d\\"","e":[],"f":{},"g":[1,2.50]},"h":[true,null,"x"]}',
    '{"a":{"b":1,"b":2}}',
    '{"a":{"2":1,"1":2}}',
    '{"a":1.0,"b":[1.0],"c":{"d":1E2}}',
    '{"password":"secret","a":{"password":"secret","hasPassword":true}}',
    '{"a":"https://shop/?sig=secret","b":{"url":"https://shop/?sig=secret"}}',
    '{"rawHeaders":["Authorization","Bearer abc","Accept","text/html"]}',
    '{"a":[{"name":"password","value":"secret"}]}',
    '{"a":{"__proto__":1,"b":2}}',
    JSON.stringify({ a: Array.from({ length: 1_200 }, (_, i) => [i]) }),
  ])('%.100s', (line) => {
    expect(read(line)).toEqual(mapped(line))
  })
})

describe('a line is not read', () => {
  it.each([
    '',
    'text',
    '[1]',
    '{"a":1',
    '{"a":1}x',
    '{"a":1,}',
    '{"a":1,"x"}',
    '{"a":1,"a\n"}',
    '{"a":[1,}',
    '{"a" :1}',
    '{"a":1,"a":2}',
    '{"\\u0061":1}',
    '{"a":"\ud83d"}',
    '{"a":"\u0007"}',
    '{"a":{"_events":{}}}',
    `{"a":${'['.repeat(9)}${']'.repeat(9)}}`,
  ])('%j', (line) => {
    expect(read(line)).toBeUndefined()
  })

  it.each(['{"a":}', '{"a":tru}', '{"a":1.}'])('because %j is not JSON', (line) => {
    expect(() => read(line)).toThrow(SyntaxError)
  })

  it('if its objects are flattened', () => {
    expect(read('{"a":{"b":1}}', true)).toBeUndefined()
  })
})

it('returns a value as JSON without reading it', () => {
  const values = new PlainValues(new PropertySerializer(new Redactor([], () => {}), false), () => 'property')
  const reader = new PlainLine(values)
  reader.begin('{"a":{"b":[1,"}"]},"c":5}')
  const a = values.keys.of('a')
  expect([reader.has(a), reader.next(), reader.has(a)]).toEqual([false, a, true])
  expect([reader.isObject, reader.json()]).toEqual([true, '{"b":[1,"}"]}'])
  expect([reader.next()?.name, reader.isObject, reader.json()]).toEqual(['c', false, '5'])
  expect(reader.isComplete).toBe(true)
})

import { describe, expect, it } from '@jest/globals'
import { PropertySerializer } from '../../src/envelope/properties'
import { Redactor } from '../../src/redaction/redactor'

const write = new PropertySerializer(new Redactor([], () => {}), false)

describe('headers lose their secrets in the form of', () => {
  it.each<[string, unknown, string]>([
    ['a flat array', ['Host', 'a', 'Cookie', 'a=canary'], '["Host","a","Cookie","[redacted]"]'],
    ['a flat array of plain words', { rawHeaders: ['Cookie', 'canary'] }, '{"rawHeaders":["Cookie","[redacted]"]}'],
    [
      'pairs',
      [
        ['accept', '*/*'],
        ['x-api-key', 'canary'],
      ],
      '[["accept","*/*"],["x-api-key","[redacted]"]]',
    ],
    ['pairs with arrays', [['set-cookie', ['canary']]], '[["set-cookie","[redacted]"]]'],
    ['objects with name and value', [{ name: 'Cookie', value: 'canary' }], '[{"name":"Cookie","value":"[redacted]"}]'],
    ['an object with key and value', { value: 'canary', key: 'token' }, '{"value":"[redacted]","key":"token"}'],
    ['raw lines', ['Authorization: Bearer canary', 'Accept: */*'], '["Authorization: [redacted]","Accept: */*"]'],
    ['a Map', new Map([['Cookie', 'canary']]), '{"Cookie":"[redacted]"}'],
    ['entries of a Map', [...new Map([['Cookie', 'canary']])], '[["Cookie","[redacted]"]]'],
  ])('%s', (_, value, json) => {
    expect(write.properties({ value: { value } })['value']).toBe(`{"value":${json}}`)
  })

  it('an entry whose name is redacted itself', () => {
    const ofKeys = new PropertySerializer(new Redactor(['key'], () => {}), false)
    expect(ofKeys.properties({ a: [{ key: 'password', value: 'canary' }] })).toEqual({
      a: '[{"key":"[redacted]","value":"[redacted]"}]',
    })
  })

  it('the fields of a record', () => {
    expect(write.properties({ name: 'Cookie', value: 'canary' })).toEqual({ name: 'Cookie', value: '[redacted]' })
    expect(write.properties({ rawHeaders: ['Cookie', 'canary'] })).toEqual({ rawHeaders: '["Cookie","[redacted]"]' })
  })
})

it.each<[string, unknown, string]>([
  ['field names', { missing: ['password', 'email'] }, '{"missing":["password","email"]}'],
  ['a pair that is not a secret', { name: 'colour', value: 'red' }, '{"name":"colour","value":"red"}'],
  ['a flag', { name: 'hasPassword', value: true }, '{"name":"hasPassword","value":true}'],
  ['numbers', [1, 2, 3, 4], '[1,2,3,4]'],
])('leaves %s unchanged', (_, value, json) => {
  expect(write.text(value)).toBe(json)
})

import { describe, expect, it } from '@jest/globals'
import { PropertySerializer } from '../../src/envelope/properties'
import { Redactor } from '../../src/redaction/redactor'

const write = new PropertySerializer(new Redactor([], () => {}), false)

describe('headers lose their secrets in any shape', () => {
  it.each<[string, unknown, string]>([
    ['a flat list', ['Host', 'a', 'Cookie', 'a=canary'], '["Host","a","Cookie","[redacted]"]'],
    ['a flat list of plain words', { rawHeaders: ['Cookie', 'canary'] }, '{"rawHeaders":["Cookie","[redacted]"]}'],
    [
      'pairs',
      [
        ['accept', '*/*'],
        ['x-api-key', 'canary'],
      ],
      '[["accept","*/*"],["x-api-key","[redacted]"]]',
    ],
    ['pairs with lists', [['set-cookie', ['canary']]], '[["set-cookie","[redacted]"]]'],
    ['entries', [{ name: 'Cookie', value: 'canary' }], '[{"name":"Cookie","value":"[redacted]"}]'],
    ['entries by key', { value: 'canary', key: 'token' }, '{"value":"[redacted]","key":"token"}'],
    ['lines', ['Authorization: Bearer canary', 'Accept: */*'], '["Authorization: [redacted]","Accept: */*"]'],
    ['a Map', new Map([['Cookie', 'canary']]), '{"Cookie":"[redacted]"}'],
    ['entries of a Map', [...new Map([['Cookie', 'canary']])], '[["Cookie","[redacted]"]]'],
  ])('%s', (_, value, json) => {
    expect(write.properties({ value: { value } })['value']).toBe(`{"value":${json}}`)
  })

  it('as the fields of a record', () => {
    expect(write.properties({ name: 'Cookie', value: 'canary' })).toEqual({ name: 'Cookie', value: '[redacted]' })
    expect(write.properties({ rawHeaders: ['Cookie', 'canary'] })).toEqual({ rawHeaders: '["Cookie","[redacted]"]' })
  })
})

it.each<[string, unknown, string]>([
  ['the names of fields', { missing: ['password', 'email'] }, '{"missing":["password","email"]}'],
  ['an entry that is no secret', { name: 'colour', value: 'red' }, '{"name":"colour","value":"red"}'],
  ['a flag', { name: 'hasPassword', value: true }, '{"name":"hasPassword","value":true}'],
  ['numbers', [1, 2, 3, 4], '[1,2,3,4]'],
])('leaves %s as they are', (_, value, json) => {
  expect(write.text(value)).toBe(json)
})

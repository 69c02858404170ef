import { expect, it } from '@jest/globals'
import { ConfigurationError } from '../../src/errors'
import {
  arrayOf,
  boolean,
  callback,
  credential,
  integer,
  kindOf,
  oneOf,
  proxy,
  type Rule,
  ratio,
  ratiosOf,
  string,
} from '../../src/options/rules'

const strings = arrayOf('strings', (item) => typeof item === 'string')

it.each<[string, Rule, unknown]>([
  ['string', string, 'a'],
  ['boolean', boolean, false],
  ['callback', callback, () => {}],
  ['integer', integer(1, 5), 5],
  ['ratio', ratio, 0],
  ['ratiosOf', ratiosOf('a', 'b'), { a: 1, b: undefined }],
  ['arrayOf', strings, ['a']],
  ['oneOf', oneOf('a', true), true],
  ['credential', credential, { getToken: () => null }],
  ['proxy', proxy, 'proxy.example'],
  ['proxy', proxy, { http: 'proxy.example', https: undefined }],
])('%s accepts %p', (_, rule, value) => {
  expect(() => rule('name', value)).not.toThrow()
})

it.each<[Rule, unknown, string]>([
  [string, 7, 'name must be a string, got a number.'],
  [boolean, 'yes', 'name must be true or false, got a string of 3 characters.'],
  [callback, {}, 'name must be a function, got an object.'],
  [integer(1, 5), 1.5, 'name must be a whole number from 1 to 5, got 1.5.'],
  [integer(1, 5), '3', 'name must be a whole number from 1 to 5, got a string of 1 characters.'],
  [ratio, 1.1, 'name must be a number from 0 to 1, got 1.1. Use 0.25 to keep a quarter.'],
  [ratiosOf('a'), { a: '1' }, 'name.a must be a number from 0 to 1, got a string of 1 characters.'],
  [ratiosOf('a'), { c: 1 }, 'name has the unknown key c. The keys are a.'],
  [strings, ['a', 1], 'name must be an array of strings, got an array.'],
  [oneOf('a', true), 'b', "name must be 'a', true or left out, got a string of 1 characters."],
  [credential, {}, 'name must be an object with a getToken method, such as a credential of @azure/identity, got'],
  [proxy, true, 'name must be a string or an object, got a boolean.'],
  [proxy, { http: 1 }, 'name.http must be a string, got a number.'],
])('%p rejects %p', (rule, value, message) => {
  const check = () => rule('name', value)
  expect(check).toThrow(ConfigurationError)
  expect(check).toThrow(message)
})

it.each([
  [null, 'null'],
  [undefined, 'undefined'],
  [[], 'an array'],
  [{}, 'an object'],
  ['secret', 'a string of 6 characters'],
  [7, 'a number'],
  [() => {}, 'a function'],
  [Symbol('secret'), 'a symbol'],
])('describes %p as %s, without its value', (value, kind) => {
  expect(kindOf(value)).toBe(kind)
})

import { expect, it } from '@jest/globals'
import type { UrlRule } from '../../src'
import { matchesUrl } from '../../src/outgoing/url-rules'

it.each<[UrlRule, string, boolean]>([
  ['pay.example', 'https://pay.example/charges', true],
  ['pay.example', 'https://pay.example:8443/', true],
  ['PAY.example', 'https://pay.example/', true],
  ['pay.example:8443', 'https://pay.example:8443/', true],
  ['pay.example:8443', 'https://pay.example/', false],
  ['pay.example:443', 'https://pay.example/', true],
  ['pay.example:80', 'http://pay.example/', true],
  ['pay.example', 'https://other.example/pay.example', false],
  ['pay.example', 'https://my-pay.example/', false],
  ['*.example', 'https://eu.pay.example/', true],
  ['*.example:8443', 'https://pay.example:8443/', true],
  ['*.pay.example', 'https://pay.example/', false],
  ['*.pay.example', 'https://my-pay.example/', false],
  ['[::1]:3000', 'http://[::1]:3000/', true],
  [/\/charges\b/g, 'https://pay.example/charges?a=b', true],
  [/\/refunds/, 'https://pay.example/charges', false],
  [(url) => url.pathname === '/charges', 'https://pay.example/charges', true],
])('the rule %p matches %s: %p', (rule, url, expected) => {
  for (let i = 0; i < 2; i++) expect(matchesUrl('outgoing.ignore', [rule], url)).toBe(expected)
})

it('does not match if there is no rule, if a rule throws, or if the URL cannot be read', () => {
  const throwing = () => {
    throw new Error('mine')
  }
  expect(matchesUrl('outgoing.ignore', [], 'https://pay.example/')).toBe(false)
  expect(matchesUrl('outgoing.ignore', [throwing], 'https://pay.example/')).toBe(false)
  expect(matchesUrl('outgoing.ignore', [/./], 'no URL')).toBe(false)
})

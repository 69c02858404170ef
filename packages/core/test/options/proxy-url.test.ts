import { expect, it } from '@jest/globals'
import { readProxyUrl } from '../../src/options/proxy-url'

it.each([
  ['proxy.example:3128', 'http://proxy.example:3128'],
  ['http://proxy.example:3128', 'http://proxy.example:3128'],
  ['https://user:p%23ss@proxy.example', 'https://user:p%23ss@proxy.example'],
  ['[::1]:3128', 'http://[::1]:3128'],
])('reads %s as %s', (value, url) => {
  expect(readProxyUrl(value)).toBe(url)
})

it.each([
  'socks5://proxy.example',
  'http://',
  'proxy.example:port',
  'http://u:1#2@h:3128',
  'http://u:1?2@h',
  'http://u:1/2@h',
])('rejects %s', (value) => {
  expect(readProxyUrl(value)).toBeUndefined()
})

import { expect, it } from '@jest/globals'
import { ipAddress } from '../../src/origin/ip-address'

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:52114', '203.0.113.9'],
  [' 203.0.113.9 ', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['[::ffff:203.0.113.9]:443', '203.0.113.9'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:52114', '2001:db8::1'],
  ['"[2001:db8::1]:52114"', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
])('reads %s as %s', (text, address) => {
  expect(ipAddress(text)).toBe(address)
})

it.each([undefined, '', 'unknown', '_hidden', '256.0.0.1', 'shop.example', '203.0.113.9:http', '1'.repeat(5_000)])(
  'finds no address in %s',
  (text) => {
    expect(ipAddress(text)).toBeUndefined()
  },
)

import { describe, expect, it } from '@jest/globals'
import { parseTrustProxy, trustCheckOf } from '../../src/origin/trusted-proxies'

describe('a proxy is trusted', () => {
  it.each<[unknown, string | undefined, number, boolean]>([
    [true, '203.0.113.9', 5, true],
    [true, undefined, 0, true],
    [false, '127.0.0.1', 0, false],
    [0, '127.0.0.1', 0, false],
    [2, '203.0.113.9', 1, true],
    [2, '203.0.113.9', 2, false],
    ['10.1.2.3', '10.1.2.3', 0, true],
    ['10.1.2.3', '10.1.2.4', 0, false],
    ['10.0.0.0/8', '10.200.0.1', 0, true],
    [['10.0.0.0/8', '2001:db8::/32'], '2001:db8::7', 0, true],
    [['10.0.0.0/8'], '::1', 0, false],
    ['loopback, 192.0.2.1', '::1', 0, true],
    ['loopback, 192.0.2.1', '192.0.2.1', 0, true],
    [['uniquelocal'], '172.20.0.1', 0, true],
    [['linklocal'], '169.254.1.1', 0, true],
    [['loopback'], undefined, 0, false],
  ])('by %j: %s at hop %i: %p', (option, address, hop, expected) => {
    expect(parseTrustProxy(option)?.(address, hop)).toBe(expected)
  })

  it('by no rule if the option is not set', () => {
    expect([trustCheckOf(undefined), trustCheckOf({})]).toEqual([undefined, undefined])
  })
})

it.each([
  -1,
  1.5,
  Number.NaN,
  '',
  [],
  ['shop.example'],
  ['10.0.0.0/33'],
  ['10.0.0.0/'],
  ['10.0.0.0/8/8'],
  [7],
  {},
  null,
])('does not accept %j', (option) => {
  expect(parseTrustProxy(option)).toBeUndefined()
})

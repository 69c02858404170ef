import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from '@jest/globals'
import { requestOrigin } from '../../src/origin/request-origin'
import { parseTrustProxy } from '../../src/origin/trusted-proxies'

/** The origin of a request from 10.0.0.1 with these headers. */
function originOf(headers: Readonly<Record<string, string>>, trustProxy: unknown) {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: '::ffff:10.0.0.1' })
  const request = new IncomingMessage(socket)
  Object.assign(request.headers, { host: 'internal:8080', ...headers })
  const { address, scheme, host } = requestOrigin(request, parseTrustProxy(trustProxy))
  return [address, scheme, host]
}

/** The headers of a proxy. */
const x = (client: string, proto?: string, host?: string) => ({
  'x-forwarded-for': client,
  ...(proto && { 'x-forwarded-proto': proto }),
  ...(host && { 'x-forwarded-host': host }),
})

it.each<[string, object, unknown, readonly (string | undefined)[]]>([
  [
    'nothing without the option',
    x('203.0.113.9', 'https', 'shop.example'),
    undefined,
    [undefined, undefined, undefined],
  ],
  ['nothing from an untrusted proxy', x('203.0.113.9', 'https'), ['192.0.2.0/24'], [undefined, undefined, undefined]],
  ['what one proxy says', x('203.0.113.9:1234', 'https', 'shop.example'), 1, ['203.0.113.9', 'https', 'shop.example']],
  [
    'what a proxy with a trusted address says',
    x('[2001:db8::1]', 'HTTPS'),
    '10.0.0.0/8',
    ['2001:db8::1', 'https', undefined],
  ],
  [
    'the first address, if all proxies are trusted',
    x('203.0.113.9, 10.0.0.3'),
    true,
    ['203.0.113.9', undefined, undefined],
  ],
  [
    'the last address that is not trusted',
    x('1.1.1.1, 203.0.113.9, 10.0.0.3'),
    ['10.0.0.0/8'],
    ['203.0.113.9', undefined, undefined],
  ],
  ['as many proxies as trusted', x('1.1.1.1, 203.0.113.9, 10.0.0.3'), 2, ['203.0.113.9', undefined, undefined]],
  [
    'not what the client made up',
    x('1.1.1.1, 203.0.113.9', 'https, http', 'evil.example, shop.example'),
    1,
    ['203.0.113.9', 'http', 'shop.example'],
  ],
  [
    'a value that the outer proxy has replaced',
    x('203.0.113.9, 10.0.0.3', 'https', 'shop.example'),
    2,
    ['203.0.113.9', 'https', 'shop.example'],
  ],
  ['the proxy, if it hides the client', x('unknown', 'https'), 1, ['10.0.0.1', 'https', undefined]],
  [
    'no scheme and host that are none',
    x('203.0.113.9', 'javascript', 'a/../b'),
    true,
    ['203.0.113.9', undefined, undefined],
  ],
  [
    'no header that is longer than real ones',
    x(`203.0.113.9${', ::1'.repeat(600)}`),
    true,
    ['10.0.0.1', undefined, undefined],
  ],
  ['no header with more proxies than real ones', x('::1,'.repeat(40)), true, ['10.0.0.1', undefined, undefined]],
  [
    'what Forwarded says',
    {
      forwarded:
        'for=1.1.1.1;proto=http, For="[2001:db8::1]:4711";Proto=https;host="shop.example:8443";by=203.0.113.43',
    },
    1,
    ['2001:db8::1', 'https', 'shop.example:8443'],
  ],
  [
    'X-Forwarded-For rather than Forwarded',
    { ...x('203.0.113.9'), forwarded: 'for=1.1.1.1;proto=https' },
    1,
    ['203.0.113.9', undefined, undefined],
  ],
  ['Forwarded with a hidden client', { forwarded: 'for=_hidden;proto=https' }, 1, ['10.0.0.1', 'https', undefined]],
])('reads %s', (_, headers, trustProxy, expected) => {
  expect(originOf(headers as Readonly<Record<string, string>>, trustProxy)).toEqual(expected)
})

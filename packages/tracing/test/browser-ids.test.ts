import { expect, it } from '@jest/globals'
import { browserIds } from '../src/browser-ids'

it.each<[string, string | undefined, object]>([
  ['no cookie', undefined, {}],
  ['cookies of others', 'theme=dark; ai_userx=1; my_ai_user=2; x="ai_user=3"', {}],
  [
    'all cookies',
    'theme=dark; ai_user=Qw8+e|2026-01-02T03:04:05.678Z; ai_session=s7|1700000000000|1700000000001; ai_authUser=ada',
    { 'enduser.pseudo.id': 'Qw8+e', 'session.id': 's7', 'enduser.id': 'ada' },
  ],
  ['an encoded user with an account', 'ai_authUser=ada%40example.com%7Ccontoso', { 'enduser.id': 'ada@example.com' }],
  ['no space between cookies', 'a=b;ai_user=u1', { 'enduser.pseudo.id': 'u1' }],
  ['a cookie that is sent twice, the first', 'ai_user=u1; ai_user=u2', { 'enduser.pseudo.id': 'u1' }],
  ['a value that cannot be decoded', 'ai_user=50%|x', { 'enduser.pseudo.id': '50%' }],
  ['an empty id', 'ai_user=|x; ai_session=', {}],
  ['at most 20 cookies of the SDK', `${'ai_user=; '.repeat(20)}ai_user=late`, {}],
  ['a long value', `ai_user=${'x'.repeat(5_000)}`, { 'enduser.pseudo.id': 'x'.repeat(128) }],
])('reads the ids of the SDK for browsers: %s', (_, cookies, ids) => {
  expect(browserIds(cookies)).toEqual(ids)
})

import { describe, expect, it } from '@jest/globals'
import { pickHeaders } from '../src/headers'

describe('pickHeaders', () => {
  it('returns the chosen headers in lower case, and undefined if there are none', () => {
    expect(pickHeaders({ 'user-agent': 'probe', host: 'a' }, ['User-Agent', 'x-none'])).toEqual({
      'user-agent': 'probe',
    })
    expect([pickHeaders({ host: 'a' }, ['x-none']), pickHeaders({ host: 'a' })]).toEqual([undefined, undefined])
  })

  it.each([
    'x-auth-token',
    'Ocp-Apim-Subscription-Key',
    'x-goog-api-key',
    'x_apikey',
    'x-client-secret',
    'x-user-password',
    'x-session-id',
  ])('recognizes a secret header by its name: %s', (name) => {
    const headers = { [name.toLowerCase()]: 'S3CRET', 'idempotency-key': 'k-1' }
    expect(pickHeaders(headers, [name, 'idempotency-key'])).toEqual({
      [name.toLowerCase()]: '[redacted]',
      'idempotency-key': 'k-1',
    })
  })

  it.each([
    ['https://ada:S3CRET@shop.test/p?a=1#token=S3CRET', 'https://shop.test/p?a=1#token=redacted'],
    ['//S3CRET@shop.test/p', '//shop.test/p'],
    ['/cb?state=7&code=S3CRET&client_secret=S3CRET#top', '/cb?state=7&code=redacted&client_secret=redacted#top'],
    ['https://app.test/#/cb?id_token=S3CRET&b=2', 'https://app.test/#/cb?id_token=redacted&b=2'],
    ['https://app.test/cb#access_token=S3CRET&state=7', 'https://app.test/cb#access_token=redacted&state=7'],
    ['https://shop.test/tokens/a@b?page=2#end', 'https://shop.test/tokens/a@b?page=2#end'],
  ])('redacts secrets in a header that is a URL: %s', (sent, shown) => {
    expect(pickHeaders({ referer: sent }, ['referer'])).toEqual({ referer: shown })
  })
})

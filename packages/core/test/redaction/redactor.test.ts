import { cpuMs } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { PropertySerializer } from '../../src/envelope/properties'
import { Redactor, redactQuery } from '../../src/redaction/redactor'

function setup(keys: readonly string[] = []) {
  let count = 0
  const redactor = new Redactor(keys, () => {
    count++
  })
  return { redactor, serializer: new PropertySerializer(redactor, false), count: () => count }
}

describe('an added key', () => {
  it('names a secret in any spelling', () => {
    const { redactor } = setup(['ssn', 'Card-Number', 'p1', 'x'])
    const keys = ['SSN', 'customerSsn', 'card_number', 'cardnumber', 'P1', 'x']
    expect(keys.filter((key) => !redactor.isSecret(key, 'canary'))).toEqual([])
    expect(['ssnCount', 'p12', 'y'].filter((key) => redactor.isSecret(key, 'canary'))).toEqual([])
    expect(redactor.redactString('name=Ada; p1=canary; x=canary')).toBe('name=Ada; p1=[redacted]; x=[redacted]')
  })
})

describe('a secret', () => {
  it('is redacted at any depth, and counted', () => {
    const { serializer, count } = setup()
    const properties = serializer.properties({
      password: 'canary',
      request: { headers: { Cookie: 'canary', accept: '*/*' }, list: [{ apiKey: { nested: 'canary' } }] },
      map: new Map([['token', 'canary']]),
    })
    expect(JSON.stringify(properties)).not.toContain('canary')
    expect(properties['password']).toBe('[redacted]')
    expect(properties['request']).toContain('"accept":"*/*"')
    expect(count()).toBe(4)
  })

  it('is not revealed by the error that its getter throws', () => {
    const { serializer } = setup()
    const nested = {
      get password(): string {
        throw new Error('cannot decrypt canary')
      },
    }
    expect(serializer.properties({ nested })).toEqual({ nested: '{"password":"[redacted]"}' })
  })
})

describe('a URL', () => {
  it.each([
    ['https://user:canary@example.com/a', 'https://example.com/a'],
    ['https://example.com/blob?sv=1&sig=canary&se=2', 'https://example.com/blob?sv=1&sig=redacted&se=2'],
    [
      'https://example.com/?CODE=canary&access_token=canary',
      'https://example.com/?CODE=redacted&access_token=redacted',
    ],
    ['postgres://app:canary@db:5432/shop', 'postgres://db:5432/shop'],
    ['mongodb://app:canary@db1:27017,db2:27017/shop?w=1', 'mongodb://db1:27017,db2:27017/shop?w=1'],
    ['postgres://app:can/ary?#canary@db:5432/shop', 'postgres://db:5432/shop'],
    ['//app:canary@example.com/a', '//example.com/a'],
    ['//ada@example.com/a', '//example.com/a'],
    ['amqp://app:can@ary/canary@queue:5672/v', 'amqp://queue:5672/v'],
    ['https://ada:canary@example.com/?to=bob@example.com', 'https://example.com/?to=bob@example.com'],
    ['cannot connect to redis://:canary@cache:6379.', 'cannot connect to redis://cache:6379.'],
    ['GET /a?token=canary HTTP/1.1', 'GET /a?token=redacted HTTP/1.1'],
    ['POST a=1&token=canary&b=2', 'POST a=1&token=redacted&b=2'],
    ['https://example.com/cb#access_token=canary&b=2', 'https://example.com/cb#access_token=redacted&b=2'],
    ['https://example.com/?a=1#/cb?token=canary', 'https://example.com/?a=1#/cb?token=redacted'],
    ['/login?next=/a?token=canary&b=2', '/login?next=/a?token=redacted&b=2'],
    ['/a?b=1;sig=canary', '/a?b=1;sig=redacted'],
    ['https://example.com/?token=canary\n    at here', 'https://example.com/?token=redacted\n    at here'],
    ['jdbc:postgresql://db/shop?user=app&password=canary', 'jdbc:postgresql://db/shop?user=app&password=redacted'],
    ['https://example.com/#/cb?id_token=canary&b=2', 'https://example.com/#/cb?id_token=redacted&b=2'],
    ['HTTPS://Example.com/a?b=c d&key=canary#top', 'HTTPS://Example.com/a?b=c d&key=redacted#top'],
    ['/a?token=canary&q=1', '/a?token=redacted&q=1'],
    ['/ä%20/?q=a b+c%&%63ode=canary&=#tokens=1', '/ä%20/?q=a b+c%&%63ode=redacted&=#tokens=1'],
    ['/a?password=canary canary', '/a?password=redacted'],
    ['/?sig=canary', '/?sig=redacted'],
    ['/?co%64e=canary', '/?co%64e=redacted'],
  ])('%s loses only its secrets', (url, redacted) => {
    const { redactor, count } = setup()
    expect(redactor.redactString(url)).toBe(redacted)
    expect(count()).toBe(1)
  })

  it('loses parameters with added keys', () => {
    const { redactor } = setup(['ssn'])
    expect(redactor.redactString('https://example.com/?customer-ssn=canary&page=2')).toBe(
      'https://example.com/?customer-ssn=redacted&page=2',
    )
    expect(redactor.redactString('/a?customer-ssn=canary&page=2')).toBe('/a?customer-ssn=redacted&page=2')
  })

  it.each(['https://example.com', '', '/'.repeat(1_000)])('of any length takes less than 50 ms: %.20s', (before) => {
    const { redactor } = setup()
    const repeated = `${before}/?${'sig=canary&'.repeat(100_000)}`
    expect(cpuMs(() => redactor.redactString(repeated))).toBeLessThan(50)
    expect(redactor.redactString(repeated)).not.toContain('canary')
  })

  it.each(['%&', '&', 'a&', 'a=&', '%41=&', '?a='])('that repeats %s takes less than 50 ms', (part) => {
    const { redactor } = setup()
    expect(cpuMs(() => redactor.redactString(`/?${part.repeat(32_000)}`))).toBeLessThan(50)
  })

  it('has no secret left at the limit of a property', () => {
    const long = `https://example.com/?q=${'x'.repeat(8_150)}&sig=canary`
    expect(setup().redactor.redactString(long)).not.toContain('canary')
  })

  it('is not counted again when it was redacted before', () => {
    const { redactor, count } = setup()
    for (const url of ['https://ada:canary@example.com/?a=1&sig=canary', '/a?sig=canary#top']) {
      const redacted = redactor.redactString(url)
      expect(redactor.redactString(redacted)).toBe(redacted)
    }
    expect(count()).toBe(2)
  })

  it('within an object is redacted at any depth, and counted', () => {
    const { serializer, count } = setup(['ssn'])
    const properties = serializer.properties({
      req: { url: '/a?token=canary&q=1', headers: { referer: 'https://ada:canary@example.com/a?ssn=canary' } },
      list: [[{ links: new Set(['/b?key=canary', '/b?q=1']) }]],
      parsed: new URL('https://ada:canary@example.com/'),
      error: { config: new Map([['target', { toJSON: () => '/c?auth=canary' }]]) },
    })
    expect(properties).toEqual({
      req: '{"url":"/a?token=redacted&q=1","headers":{"referer":"https://example.com/a?ssn=redacted"}}',
      list: '[[{"links":["/b?key=redacted","/b?q=1"]}]]',
      parsed: 'https://example.com/',
      error: '{"config":{"target":"/c?auth=redacted"}}',
    })
    expect(count()).toBe(5)
  })

  it.each([
    'https://example.com/a?page=2',
    'no url ?@',
    'mailto:a@b.c',
    '',
    '/',
    '/a?page=2#token',
    'https://example.com/@ada?page=2#@top',
    'write to ada@example.com, see https://example.com/?page=2',
    '/* lists orders */ SELECT ?',
    '/* by key */ SELECT a FROM b WHERE code = ? AND key=42',
    'http://[::1]:8080/@scope/name?page=2',
    'https://example.com:8080/@scope/name',
    'mongodb://db1:27017,db2:27017/shop?w=1',
    '// see @azmon/core',
    '/why?nobody knows the token',
  ])('%s is unchanged', (text) => {
    const { redactor, count } = setup()
    expect(redactor.redactString(text)).toBe(text)
    expect(count()).toBe(0)
  })
})

it.each([
  ['a=1&token=abc&b=2', 'a=1&token=redacted&b=2'],
  ['access_token=a%20b=c&Sig=x', 'access_token=redacted&Sig=redacted'],
  ['%63ode=4fa9&q=%', '%63ode=redacted&q=%'],
  ['%=1&key', '%=1&key'],
  ['', ''],
])('a query loses only its secrets: %s', (query, expected) => {
  expect(redactQuery(query)).toBe(expected)
})

it.each([
  'id_token',
  'client_secret',
  'refresh_token',
  'session-token',
  'Authorization',
  'auth',
  'X-Amz-Signature',
  'X-Amz-Security-Token',
  'client_assertion',
  'jwt',
  'subscription-key',
  'dbPassword',
])('a parameter is a secret, in a URL and in a query: %s', (name) => {
  expect(redactQuery(`a=1&${name}=canary`)).toBe(`a=1&${name}=redacted`)
  expect(setup().redactor.redactString(`https://example.com/?a=1&${name}=canary`)).toBe(
    `https://example.com/?a=1&${name}=redacted`,
  )
})

it.each([
  'tokens',
  'zipcode',
  'sortKey',
  'author',
  'design',
  'signatures',
  'nextPageToken',
  'state',
  'session',
  'X-Amz-Date',
])('a parameter is not a secret, in a URL and in a query: %s', (name) => {
  expect(redactQuery(`${name}=5`)).toBe(`${name}=5`)
  expect(setup().redactor.redactString(`https://example.com/?${name}=5`)).toBe(`https://example.com/?${name}=5`)
})

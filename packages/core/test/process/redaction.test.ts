import { fastestMs } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { PropertySerializer } from '../../src/envelope/properties'
import { Redactor, redactQuery } from '../../src/process/redaction'

function setup(keys: readonly string[] = []) {
  let count = 0
  const redactor = new Redactor(keys, () => {
    count++
  })
  return { redactor, write: new PropertySerializer(redactor, undefined), count: () => count }
}

describe('a key', () => {
  it.each([
    'password',
    'dbPassword',
    'DB_PASSWORD',
    'Authorization',
    'set-cookie',
    'x-api-key',
    'accessToken',
    'client_secret',
    'connectionString',
  ])('%s names a secret', (key) => expect(setup().redactor.isSecret(key)).toBe(true))

  it.each(['user', 'tokens', 'tokenCount', 'passwordChanged', 'secretary', 'key', 'keyboard', ''])(
    '%s does not',
    (key) => {
      expect(setup().redactor.isSecret(key)).toBe(false)
    },
  )

  it('names a secret that was added, however it is spelled', () => {
    const { redactor } = setup(['ssn', 'Card-Number'])
    expect(['SSN', 'customerSsn', 'card_number', 'cardnumber'].every((key) => redactor.isSecret(key))).toBe(true)
    expect(redactor.isSecret('ssnCount')).toBe(false)
  })
})

describe('a secret', () => {
  it('never leaves, at any depth, and is counted', () => {
    const { write, count } = setup()
    const properties = write.properties({
      password: 'canary',
      request: { headers: { Cookie: 'canary', accept: '*/*' }, list: [{ apiKey: { nested: 'canary' } }] },
      map: new Map([['token', 'canary']]),
    })
    expect(JSON.stringify(properties)).not.toContain('canary')
    expect(properties['password']).toBe('[redacted]')
    expect(properties['request']).toContain('"accept":"*/*"')
    expect(count()).toBe(4)
  })

  it('is not even read', () => {
    const { write } = setup()
    const nested = {
      get password(): string {
        throw new Error('was read')
      },
    }
    expect(write.properties({ nested })).toEqual({ nested: '{"password":"[redacted]"}' })
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
  ])('%s loses its secrets', (url, redacted) => {
    const { redactor, count } = setup()
    expect(redactor.text(url)).toBe(redacted)
    expect(count()).toBe(1)
  })

  it('loses parameters by the keys that were added, too', () => {
    const { redactor } = setup(['ssn'])
    expect(redactor.text('https://example.com/?customer-ssn=canary&page=2')).toBe(
      'https://example.com/?customer-ssn=redacted&page=2',
    )
  })

  it('of any length is read in no time', () => {
    const { redactor } = setup()
    const repeated = `https://example.com/?${'sig=canary&'.repeat(100_000)}`
    expect(fastestMs(() => redactor.text(repeated))).toBeLessThan(50)
    expect(redactor.text(repeated)).not.toContain('canary')
  })

  it.each(['https://example.com/a?page=2', 'see https://example.com?sig=1 there', 'no url ?@', 'mailto:a@b.c', ''])(
    '%s stays as it is',
    (text) => {
      const { redactor, count } = setup()
      expect(redactor.text(text)).toBe(text)
      expect(count()).toBe(0)
    },
  )
})

it.each([
  ['a=1&token=abc&b=2', 'a=1&token=redacted&b=2'],
  ['access_token=a%20b=c&Sig=x', 'access_token=redacted&Sig=redacted'],
  ['%63ode=x&q=%', '%63ode=redacted&q=%'],
  ['%=1&key', '%=1&key=redacted'],
  ['', ''],
])('a query loses its secrets, and nothing else: %s', (query, expected) => {
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
  'nextPageToken',
])('a parameter is a secret, in a URL and in a query: %s', (name) => {
  expect(redactQuery(`a=1&${name}=canary`)).toBe(`a=1&${name}=redacted`)
  expect(setup().redactor.text(`https://example.com/?a=1&${name}=canary`)).toBe(
    `https://example.com/?a=1&${name}=redacted`,
  )
})

it.each(['tokens', 'zipcode', 'sortKey', 'author', 'design', 'signatures', 'state', 'session', 'X-Amz-Date'])(
  'a parameter is none: %s',
  (name) => {
    expect(redactQuery(`${name}=5`)).toBe(`${name}=5`)
    expect(setup().redactor.text(`https://example.com/?${name}=5`)).toBe(`https://example.com/?${name}=5`)
  },
)

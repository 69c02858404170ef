import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { Tokens } from '../../src/ingestion/credentials'
import type { TokenCredential } from '../../src/options/telemetry-client-options'

const ONE_HOUR_MS = 3_600_000
const SCOPE = 'https://monitor.azure.com/.default'

type GetToken = () => ReturnType<TokenCredential['getToken']>

/** Tokens of a credential that returns token-1, token-2 … with a life of an hour by default. */
function setup(lifeMs = ONE_HOUR_MS) {
  const clock = new ManualClock()
  const scopes: string[] = []
  let getToken: GetToken = async () => ({ token: `token-${scopes.length}`, expiresOnTimestamp: Date.now() + lifeMs })
  const credential: TokenCredential = {
    getToken: (scope) => {
      scopes.push(scope)
      return getToken()
    },
  }
  const respondWith = (next: GetToken) => {
    getToken = next
  }
  return { clock, scopes, tokens: new Tokens(credential, SCOPE, clock), respondWith }
}

const never: GetToken = () => new Promise(() => {})
const failing: GetToken = async () => {
  throw new Error('the secret is s3cr3t')
}

describe('a token', () => {
  it('is requested once by concurrent callers, for the scope of the destination', async () => {
    const { tokens, scopes } = setup()
    const tokensOfAll = await Promise.all(Array.from({ length: 50 }, () => tokens.token()))
    expect(new Set(tokensOfAll)).toEqual(new Set(['token-1']))
    expect(scopes).toEqual([SCOPE])
  })

  it.each([
    ['five minutes before the end of a short life', 1_000_000, 700_000],
    ['half of a life of minutes', 200_000, 100_000],
    ['four fifths of a long life', 10 * ONE_HOUR_MS, 8 * ONE_HOUR_MS],
  ])('is kept until %s', async (_, lifeMs, freshMs) => {
    const { tokens, clock } = setup(lifeMs)
    await tokens.token()
    clock.advance(freshMs - 1_000)
    expect(await tokens.token()).toBe('token-1')
    clock.advance(2_000)
    expect(await tokens.token()).toBe('token-1') // the renewal runs in the background
    await new Promise(setImmediate)
    expect(await tokens.token()).toBe('token-2')
  })

  it.each([
    ['hangs', never],
    ['fails', failing],
    ['returns null', async () => null],
  ])('is used until it expires while the credential %s', async (_, getToken) => {
    const { tokens, clock, respondWith } = setup()
    await tokens.token()
    respondWith(getToken)
    clock.advance(ONE_HOUR_MS - 1_000)
    expect(await tokens.token()).toBe('token-1')
    clock.advance(2_000)
    const late = expect(tokens.token()).rejects.toMatchObject({ code: 'AZMON_DELIVERY' })
    clock.advance(10_000)
    await late
  })

  it('is replaced once by concurrent callers after it was refused', async () => {
    const { tokens, scopes } = setup()
    const refused = await tokens.token()
    const tokensOfAll = await Promise.all(Array.from({ length: 50 }, () => tokens.replace(refused)))
    expect(new Set(tokensOfAll)).toEqual(new Set(['token-2']))
    expect(await tokens.replace(refused)).toBe('token-2')
    expect(scopes).toHaveLength(2)
  })
})

describe('an error', () => {
  it.each<[string, GetToken, string]>([
    ['a credential that fails', failing, 'Error'],
    [
      'a credential that throws',
      () => {
        throw new Error('s3cr3t')
      },
      'Error',
    ],
    ['a credential that returns null', async () => null, 'getToken() returned null'],
    [
      'a token that has expired',
      async () => ({ token: 's3cr3t', expiresOnTimestamp: Date.now() - 1 }),
      'the token has expired',
    ],
    [
      'a token without an expiry time',
      async () => ({ token: 's3cr3t', expiresOnTimestamp: Number.NaN }),
      'the token has expired',
    ],
    [
      'a result without a token',
      async () => ({ expiresOnTimestamp: Date.now() + 3_600_000 }) as never,
      'getToken() must return a string as token and a number as expiresOnTimestamp',
    ],
  ])('is thrown for %s, without a secret in its message', async (_, getToken, reason) => {
    const { tokens, respondWith } = setup()
    respondWith(getToken)
    await expect(tokens.token()).rejects.toThrow(`the credential returned no token: ${reason}`)
    await expect(tokens.token()).rejects.not.toThrow('s3cr3t')
  })

  it('is thrown after ten seconds for a credential that hangs, and the next caller tries again', async () => {
    const { tokens, clock, respondWith, scopes } = setup()
    respondWith(never)
    const first = expect(tokens.token()).rejects.toThrow('getToken() took more than 10 seconds')
    clock.advance(9_999)
    expect(scopes).toHaveLength(1)
    clock.advance(1)
    await first
    respondWith(async () => ({ token: 'late', expiresOnTimestamp: Date.now() + ONE_HOUR_MS }))
    expect(await tokens.token()).toBe('late')
  })
})

import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { Tokens } from '../../src/ingestion/credentials'
import type { TokenCredential } from '../../src/options/telemetry-client-options'

const ONE_HOUR_MS = 3_600_000
const SCOPE = 'https://monitor.azure.com/.default'

type Answer = () => ReturnType<TokenCredential['getToken']>

/** A credential that gives token-1, token-2 … of an hour, unless the test says otherwise. */
function setup(lifeMs = ONE_HOUR_MS) {
  const clock = new ManualClock()
  const scopes: string[] = []
  let answer: Answer = async () => ({ token: `token-${scopes.length}`, expiresOnTimestamp: Date.now() + lifeMs })
  const credential: TokenCredential = {
    getToken: (scope) => {
      scopes.push(scope)
      return answer()
    },
  }
  const answers = (next: Answer) => {
    answer = next
  }
  return { clock, scopes, tokens: new Tokens(credential, SCOPE, clock), answers }
}

const never: Answer = () => new Promise(() => {})
const failing: Answer = async () => {
  throw new Error('the secret is s3cr3t')
}

describe('a token', () => {
  it('is asked for once, for the scope of the destination, however many need it at once', async () => {
    const { tokens, scopes } = setup()
    const given = await Promise.all(Array.from({ length: 50 }, () => tokens.token()))
    expect(new Set(given)).toEqual(new Set(['token-1']))
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
    expect(await tokens.token()).toBe('token-1') // nobody waits for the new one
    await new Promise(setImmediate)
    expect(await tokens.token()).toBe('token-2')
  })

  it.each([
    ['hangs', never],
    ['fails', failing],
    ['gives nothing', async () => null],
  ])('serves to its end while the credential %s', async (_, answer) => {
    const { tokens, clock, answers } = setup()
    await tokens.token()
    answers(answer)
    clock.advance(ONE_HOUR_MS - 1_000)
    expect(await tokens.token()).toBe('token-1')
    clock.advance(2_000)
    const late = expect(tokens.token()).rejects.toMatchObject({ code: 'AZMON_DELIVERY' })
    clock.advance(10_000)
    await late
  })

  it('that was refused is replaced once, however many were refused with it', async () => {
    const { tokens, scopes } = setup()
    const refused = await tokens.token()
    const given = await Promise.all(Array.from({ length: 50 }, () => tokens.insteadOf(refused)))
    expect(new Set(given)).toEqual(new Set(['token-2']))
    expect(await tokens.insteadOf(refused)).toBe('token-2')
    expect(scopes).toHaveLength(2)
  })
})

describe('no token', () => {
  it.each<[string, Answer, string]>([
    ['a credential that fails', failing, 'Error'],
    [
      'a credential that throws',
      () => {
        throw new Error('s3cr3t')
      },
      'Error',
    ],
    ['a credential that gives null', async () => null, 'it answered null'],
    [
      'a token that has expired',
      async () => ({ token: 's3cr3t', expiresOnTimestamp: Date.now() - 1 }),
      'what it gave has expired',
    ],
    [
      'a token without an end',
      async () => ({ token: 's3cr3t', expiresOnTimestamp: Number.NaN }),
      'what it gave has expired',
    ],
    [
      'an answer without a token',
      async () => ({ expiresOnTimestamp: Date.now() + 3_600_000 }) as never,
      'its answer must have token, a string, and expiresOnTimestamp, a number',
    ],
  ])('comes of %s, and no secret with the reason', async (_, answer, reason) => {
    const { tokens, answers } = setup()
    answers(answer)
    await expect(tokens.token()).rejects.toThrow(`the credential gave no token: ${reason}`)
    await expect(tokens.token()).rejects.not.toThrow('s3cr3t')
  })

  it('comes of a credential that hangs, after ten seconds, and then it is asked again', async () => {
    const { tokens, clock, answers, scopes } = setup()
    answers(never)
    const first = expect(tokens.token()).rejects.toThrow('it did not answer in time')
    clock.advance(9_999)
    expect(scopes).toHaveLength(1)
    clock.advance(1)
    await first
    answers(async () => ({ token: 'late', expiresOnTimestamp: Date.now() + ONE_HOUR_MS }))
    expect(await tokens.token()).toBe('late')
  })
})

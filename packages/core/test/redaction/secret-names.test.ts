import { describe, expect, it } from '@jest/globals'
import { SecretNames } from '../../src/redaction/secret-names'

describe('SecretNames', () => {
  it('knows a name in any spelling, and gives the rule of its longest word', () => {
    const names = new SecretNames([])
    for (const key of ['accessToken', 'ACCESS_TOKEN', 'access-token2', 'user[token]']) {
      expect(names.ofKey(key)?.word).toBe('token')
    }
    expect(names.ofKey('prompt_token')?.word).toBe('prompttoken')
    expect(names.ofKey('tokenCount')).toBeUndefined()
  })

  it('knows some names only as URL parameters', () => {
    const names = new SecretNames([])
    expect(names.ofName('code', true)?.word).toBe('code')
    expect(names.ofName('code', false)).toBeUndefined()
    expect(names.ofKey('code')).toBeUndefined()
  })

  it('knows added names, also as the end of a longer name', () => {
    const names = new SecretNames(['Card-Number', 'x', '--'])
    for (const key of ['cardnumber', 'customerCardNumber', 'CARD_NUMBER', 'x', 'max']) {
      expect(names.ofKey(key)).toBeDefined()
    }
    expect(names.ofKey('cardNumbers')).toBeUndefined()
  })

  it('gives the same result for a name that is no longer cached', () => {
    const names = new SecretNames([])
    for (let i = 0; i < 3_000; i++) expect(names.ofKey(`password${i}`)).toBeDefined()
    expect(names.ofKey(`${'x'.repeat(300)}password`)).toBeDefined()
    expect(names.ofKey('password')).toBeDefined()
  })

  it.each([
    ['"accessToken" : 1', 13, true],
    ['x%63ode=', 7, true],
    ['time: 12', 4, false],
    ['', 0, false],
  ])('tells cheaply whether the name in %s at %i may be secret: %p', (string, end, isPossible) => {
    expect(new SecretNames([]).mayEnd(string, end)).toBe(isPossible)
  })

  it('cannot exclude any name once a short name was added', () => {
    expect(new SecretNames(['p1']).mayEnd('time', 4)).toBe(true)
    expect(new SecretNames(['ssn']).mayEnd('time', 4)).toBe(false)
    expect(new SecretNames(['ssn']).mayEnd('ssn', 3)).toBe(true)
  })
})

import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from '@jest/globals'
import { type IgnoreRule, isIgnored } from '../src'

const request = (url: string) => ({ url, headers: {} }) as IncomingMessage

describe('isIgnored', () => {
  it.each<[string, IgnoreRule, boolean]>([
    ['/health', '/health', true],
    ['/health?deep=1', '/health', true],
    ['/health/live', '/health', true],
    ['/health/live', '/health/', true],
    ['/healthy', '/health', false],
    ['/static/app.js', /^\/static\//, true],
    ['/orders?from=/static/', /static/, false],
    ['/orders', ({ url }) => url === '/orders', true],
  ])('of %s with the rule %p is %p', (url, rule, expected) => {
    expect(isIgnored(request(url), [rule])).toBe(expected)
  })

  it('is false without rules, and for a rule that throws', () => {
    const throwing = () => {
      throw new Error('mine')
    }
    expect([isIgnored(request('/')), isIgnored(request('/'), [throwing])]).toEqual([false, false])
  })
})

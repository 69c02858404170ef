import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from '@jest/globals'
import { redactedTarget } from '../src'
import { pathOf, queryOf } from '../src/request-path'

const request = (target: object) => target as IncomingMessage

it('splits a target at its first question mark', () => {
  expect([pathOf(request({ url: '/a?b?c' })), queryOf(request({ url: '/a?b?c' }))]).toEqual(['/a', 'b?c'])
  expect([pathOf(request({ url: '/a' })), queryOf(request({ url: '/a' }))]).toEqual(['/a', undefined])
})

it('prefers the original URL in a mounted router', () => {
  expect(pathOf(request({ url: '/7', originalUrl: '/orders/7' }))).toBe('/orders/7')
})

describe('redactedTarget', () => {
  it('redacts secrets in the query', () => {
    expect(redactedTarget(request({ url: '/a?token=abc&b=c' }))).toBe('/a?token=redacted&b=c')
  })

  it('truncates the path and the query', () => {
    expect(redactedTarget(request({ url: `/${'a'.repeat(9_000)}?${'b'.repeat(9_000)}` }))).toHaveLength(2 * 2_048 + 1)
  })
})

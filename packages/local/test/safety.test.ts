import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../src'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterAll(() => local.close())

it('allows reading by programs and navigation, and rejects other origins with 403', async () => {
  const statusOf = async (headers: Readonly<Record<string, string>>) => (await fetch(local.url, { headers })).status
  expect(await statusOf({})).toBe(200)
  expect(await statusOf({ origin: 'http://evil.example' })).toBe(403)
})

it('forbids everything active on the page', async () => {
  const { headers } = await fetch(local.url)
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
})

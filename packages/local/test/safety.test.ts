import { once } from 'node:events'
import { get } from 'node:http'
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

it('lets pages of other sites link to its views, but not to what works or streams', async () => {
  const link = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' }
  const typed = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' }
  expect(await statusFor('/live', link)).toBe(200)
  for (const path of ['/api/checks', '/api/export', '/api/live', '/v1/apps/any/query?query=print%201']) {
    expect({ path, status: await statusFor(path, link) }).toEqual({ path, status: 403 })
    expect({ path, status: await statusFor(path, typed) }).toEqual({ path, status: 200 })
  }
})

/** Unlike fetch, it sends the headers of a browser that navigates. */
async function statusFor(path: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const [response] = await once(get(new URL(path, local.url), { headers, agent: false }), 'response')
  response.destroy()
  return response.statusCode
}

it('forbids everything active on the page', async () => {
  const { headers } = await fetch(local.url)
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
})

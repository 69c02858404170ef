import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type LocalApplicationInsights, startLocal } from '../../src'

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterAll(() => local.close())

function get(path: string): Promise<Response> {
  return fetch(new URL(path, local.url))
}

describe('the page', () => {
  it.each(['/', '/live?q=a', '/transaction/4bf92f3577b34da6a3ce929d0e0e4736', '/query', '/failures', '/map'])(
    'is served at %s',
    async (path) => {
      const response = await get(path)

      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toMatch('text/html')
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(await response.text()).toContain('<div id="app">')
    },
  )

  it('loads scripts and styles whose names change with their content, and which browsers keep', async () => {
    const names = [...(await (await get('/')).text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)]

    expect(names).toHaveLength(2)
    for (const [, path = ''] of names) {
      const response = await get(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toMatch('immutable')
      expect(response.headers.get('content-type')).toMatch(/^text\/(javascript|css)/)
    }
  })

  it.each(['/assets/none.js', '/assets/..%2findex.html', '/assets/%2e%2e%2findex.html', '/assets/', '/views'])(
    'is not served at %s',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )
})

describe('the size of the page', () => {
  const folder = join(__dirname, '../../dist/web/assets')
  const sizeOf = (name: string) => gzipSync(readFileSync(join(folder, name))).length
  const names = existsSync(folder) ? readdirSync(folder) : []

  it('is at most 500 KB in total, gzipped', () => {
    expect(names.reduce((total, name) => total + sizeOf(name), 0)).toBeLessThan(500_000)
  })

  it('is at most 60 KB for what every view needs', async () => {
    const html = await (await get('/')).text()
    const [main = ''] = /main-[A-Z0-9]+\.js/.exec(html) ?? []
    const imported = [...readFileSync(join(folder, main), 'utf8').matchAll(/from"\.\/([^"]+)"/g)].map(
      ([, name]) => name!,
    )

    expect([main, ...imported].reduce((total, name) => total + sizeOf(name), 0)).toBeLessThan(60_000)
  })
})

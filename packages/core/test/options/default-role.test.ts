import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { defaultRole, roleAt } from '../../src/options/default-role'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'azmon-role-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

function put(path: string, content: string): string {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

it('is the name of the nearest package above the script', () => {
  put('package.json', '{ "name": "shop" }')
  expect(defaultRole({}, put('dist/jobs/nightly.js', ''))).toBe('shop')
})

it('is not the name of an installed tool that runs the application', () => {
  put('package.json', '{ "name": "shop" }')
  put('node_modules/runner/package.json', '{ "name": "runner" }')
  expect(defaultRole({}, put('node_modules/runner/bin/runner.js', ''))).toBe('shop')
})

it('is the name of an application that is installed itself', () => {
  put('node_modules/shop/package.json', '{ "name": "shop" }')
  expect(defaultRole({}, put('node_modules/shop/dist/server.js', ''))).toBe('shop')
})

it('is the name of the script if no package has a name', () => {
  put('package.json', '{}')
  put('inner/package.json', 'no JSON')
  expect(defaultRole({}, put('inner/nightly.js', ''))).toBe('nightly')
})

it('is the name in the environment first', () => {
  put('package.json', '{ "name": "shop" }')
  const script = put('app.js', '')
  expect(defaultRole({ WEBSITE_SITE_NAME: 'site' }, script)).toBe('site')
  expect(defaultRole({ OTEL_SERVICE_NAME: 'otel', WEBSITE_SITE_NAME: 'site' }, script)).toBe('otel')
  expect(defaultRole({ OTEL_SERVICE_NAME: '' }, script)).toBe('shop')
})

it('can be found from any folder, with a fallback', () => {
  put('package.json', '{ "name": "shop" }')
  expect(roleAt({}, join(folder, 'src'), 'none')).toBe('shop')
  expect(roleAt({}, '/', 'none')).toBe('none')
  expect(roleAt({ WEBSITE_SITE_NAME: 'site' }, '/', 'none')).toBe('site')
})

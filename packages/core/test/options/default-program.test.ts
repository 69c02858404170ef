import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { defaultProgram, programAt } from '../../src/options/default-program'

const defaultRole = (env: Record<string, string>, script: string) => defaultProgram(env, script).role

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

it('is found without reading a pipe that is called package.json, which would block', () => {
  put('inner/package.json', '{ "name": "shop" }') // Node itself reads the nearest one
  spawnSync('mkfifo', [join(folder, 'package.json')])
  const built = join(__dirname, '../../dist/options/default-program.js')
  const program = put('inner/app.cjs', `console.log(require(${JSON.stringify(built)}).defaultProgram({}).role)`)
  const { stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8', timeout: 10_000 })
  expect(stdout).toBe('shop\n')
})

it('can be found from any folder, with a fallback', () => {
  put('package.json', '{ "name": "shop" }')
  expect(programAt({}, join(folder, 'src'), 'none').role).toBe('shop')
  expect(programAt({}, '/', 'none').role).toBe('none')
  expect(programAt({ WEBSITE_SITE_NAME: 'site' }, '/', 'none').role).toBe('site')
})

it.each([
  ['{ "name": "shop", "version": "1.2.3" }', '1.2.3'],
  ['{ "name": "shop" }', undefined],
  ['{ "name": "shop", "version": 1 }', undefined],
])('has the version of the package that names it: %s', (content, version) => {
  put('package.json', content)
  put('node_modules/runner/package.json', '{ "name": "runner", "version": "9.0.0" }')
  put('dist/package.json', '{ "type": "commonjs", "version": "8.0.0" }')
  for (const script of [put('dist/app.js', ''), put('node_modules/runner/bin.js', '')]) {
    expect(defaultProgram({}, script).version).toBe(version)
    expect(defaultProgram({ OTEL_SERVICE_NAME: 'otel' }, script)).toEqual({ role: 'otel', version })
  }
})

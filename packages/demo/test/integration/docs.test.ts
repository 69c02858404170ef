import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { applicationInsightsSchema, compile } from '@azmon/kql'
import { type LocalApplicationInsights, startLocal } from '@azmon/local'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { BLOCKS, PAGES, ROOT } from './docs-blocks'

const PROGRAMS = BLOCKS.filter(({ language }) => language === 'js')
const COMMANDS = BLOCKS.filter(({ language }) => language === 'sh').flatMap(({ page, code }) =>
  code
    .replaceAll('\\\n', '')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => ({ page, line })),
)

const DOCUMENTS = BLOCKS.filter(({ language }) => language === 'json')
const QUERIES = BLOCKS.filter(({ language }) => language === 'kql')

const WORKSPACE = manifest('.')
const SCRIPTS = Object.keys(WORKSPACE.scripts ?? {})
const BINS = (WORKSPACE.workspaces ?? []).flatMap((folder) => Object.keys(manifest(folder).bin ?? {}))

let local: LocalApplicationInsights

beforeAll(async () => {
  local = await startLocal({ port: 0 })
})

afterAll(() => local.close())

it('contains only code blocks that are tested here', () => {
  expect(BLOCKS.filter(({ language }) => !['js', 'ts', 'sh', 'kql', 'json'].includes(language))).toEqual([])
  expect(PROGRAMS.length).toBeGreaterThan(3)
})

it('leaves only blocks of four pages to the tests of the consumers', () => {
  const named = PAGES.filter((page) => /^```\w+ /m.test(readFileSync(join(ROOT, page), 'utf8')))
  expect(named).toEqual(['docs/integrations.md', 'docs/local-query-api.md', 'docs/local.md', 'docs/testing.md'])
})

describe('a program in the docs runs', () => {
  it.concurrent.each(PROGRAMS.map(({ page, code }, index): [string, string] => [`${page} (${index + 1})`, code]))(
    '%s',
    async (_, code) => {
      // Runs in the demo's folder, so that it finds the packages as a user's program would.
      const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
        cwd: join(ROOT, 'packages/demo'),
        env: { PATH: process.env['PATH'], APPLICATIONINSIGHTS_CONNECTION_STRING: local.connectionString },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const [stderr, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')])
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    },
  )
})

describe('a command in the docs exists', () => {
  it.each(COMMANDS.map(({ page, line }) => [page, line]))('%s: %s', (_, line) => {
    expect(isKnown(line)).toBe(true)
  })
})

describe('a query in the docs compiles', () => {
  it.each(QUERIES.map(({ page, code }, index): [string, string] => [`${page} (${index + 1})`, code]))(
    '%s',
    (_, code) => {
      expect(compile(code, applicationInsightsSchema)).toMatchObject({ warnings: [] })
    },
  )
})

describe('JSON in the docs can be parsed', () => {
  it.each(DOCUMENTS.map(({ page, code }): [string, string] => [page, code]))('%s', (_, code) => {
    expect(() => JSON.parse(code)).not.toThrow()
  })
})

describe('a link in the docs has a target', () => {
  const links = PAGES.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']): [string, string] => [page, target])
      .filter(([, target]) => !/^https?:/.test(target)),
  )

  it.each(links)('%s: %s', (page, target) => {
    const [file = '', heading] = target.split('#')
    const path = file === '' ? join(ROOT, page) : join(ROOT, dirname(page), file)
    expect(existsSync(path)).toBe(true)
    if (heading !== undefined) expect(headingsOf(path)).toContain(heading)
  })
})

/** Whether each program of a pipe is a known one. */
function isKnown(line: string): boolean {
  const [pipe = ''] = line.replaceAll(/'[^']*'/g, '…').split(/\s+#/)
  if (SHELL_COMMANDS.some((command) => command.test(line))) return true
  return pipe.split(' | ').every((program) => EXTERNAL_COMMANDS.includes(program) || isOurs(program))
}

/** Settings, and requests to the local Application Insights. */
const SHELL_COMMANDS: readonly RegExp[] = [/^export \w+=\S+$/, /^curl (?:.+ )?http:\/\/127\.0\.0\.1:4380\/\w/]
const EXTERNAL_COMMANDS: readonly string[] = ['node app.js', 'npx pino-pretty', 'jq .']

/** Whether it is a script of the workspace, or installs or runs a package of this repository. */
function isOurs(line: string): boolean {
  const [program, verb = '', name = ''] = line.split(/\s+/)
  if (program === 'bash') return existsSync(join(ROOT, verb))
  if (program === 'npm' && verb === 'run') return SCRIPTS.includes(name)
  if (program === 'npm' && (verb === 'start' || verb === 'test')) return true
  if (program === 'npx' && BINS.includes(verb)) return true
  const ours = line.match(/@azmon\/\w+|\bazmon\b/g) ?? []
  const installs = program === 'npx' || (program === 'npm' && verb === 'install')
  return (
    installs &&
    ours.length > 0 &&
    ours.every((ourPackage) => PAGES.includes(`packages/${ourPackage.replace('@azmon/', '')}/README.md`))
  )
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>
  readonly workspaces?: readonly string[]
  readonly bin?: Readonly<Record<string, string>>
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
}

function headingsOf(path: string): readonly string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

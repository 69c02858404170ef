import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startProgram } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { aFolder } from './a-spool'

const PACKAGE = join(__dirname, '../..')
const PROGRAM = join(PACKAGE, 'test/programs/finds-local.cjs')
const FILE = 'dist/cli/find-package.js'

/** Installs an @azmon/local that consists of this code in the folder. */
function install(folder: string, code: string): void {
  const place = join(folder, 'node_modules/@azmon/local')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'index.js'), code)
}

/** Returns a copy of this package, with nothing beside it. */
function aloneIn(folder: string): string {
  for (const part of ['package.json', 'dist/cli']) cpSync(join(PACKAGE, part), join(folder, part), { recursive: true })
  return join(folder, FILE)
}

/** Returns a folder with an npm that runs these lines of the shell. */
function npmThat(lines: string): string {
  const folder = aFolder()
  const npm = join(folder, 'npm')
  writeFileSync(npm, `#!/bin/sh\n${lines}\n`)
  chmodSync(npm, 0o755)
  return folder
}

async function find(file: string, cwd: string, path?: string) {
  const env = { FILE: file, ...(path !== undefined && { PATH: path }) }
  const { stdout, stderr } = await startProgram(PROGRAM, { cwd, env }).ended
  return { found: stdout.trim(), remarks: stderr.trim().split('\n') }
}

it('loads the package of the application first, and prints nothing', async () => {
  const application = aFolder()
  install(application, "exports.place = 'of the application'")
  expect(await find(join(PACKAGE, FILE), application)).toEqual({ found: 'of the application', remarks: [''] })
})

it('tries the package next to this one second', async () => {
  const beside = aFolder()
  install(beside, "exports.place = 'beside it'")
  expect(await find(aloneIn(beside), aFolder())).toEqual({ found: 'beside it', remarks: [''] })
})

it('an installed package that cannot be loaded is an error', async () => {
  const application = aFolder()
  install(application, "require('a-missing-module')")
  const { found } = await find(join(PACKAGE, FILE), application)
  expect(found).toBe("MODULE_NOT_FOUND Cannot find module 'a-missing-module'")
})

describe('a package that is not installed', () => {
  const told = expect.stringMatching(/^@azmon\/local is not installed here: npm fetches @azmon\/local@\d/)

  it('is fetched by npm', async () => {
    const cache = aFolder()
    install(cache, "exports.place = 'fetched'")
    const npm = npmThat(`echo "${cache}/node_modules/.bin:relative:/bin"`)
    expect(await find(aloneIn(aFolder()), aFolder(), npm)).toEqual({ found: 'fetched', remarks: [told] })
  })

  it.each<[string, () => string]>([
    ['npm fails', () => npmThat('exit 1')],
    ['there is no npm', aFolder],
  ])('is not found if %s, and the fix is printed', async (_, npm) => {
    expect(await find(aloneIn(aFolder()), aFolder(), npm())).toEqual({
      found: 'nothing',
      remarks: [told, 'npm could not fetch it. Install it yourself: npm install --save-dev @azmon/local'],
    })
  })
})

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { makeTempDirectory } from '../../src/store/temp-directory'

let parent: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'azmon-temp-'))
})

afterEach(() => rmSync(parent, { recursive: true }))

function make(name: string): string {
  const path = join(parent, name)
  mkdirSync(path)
  writeFileSync(join(path, 'duckdb_temp_storage_DEFAULT-0.tmp'), 'rows')
  return path
}

const deadPid = spawnSync(process.execPath, ['--version']).pid

it('makes a directory that only this user can read', async () => {
  const path = await makeTempDirectory(parent)
  expect(path.startsWith(join(parent, `azmon-local-${process.pid}-`))).toBe(true)
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o700)
})

it('removes the directory of a killed process', async () => {
  const leftover = make(`azmon-local-${deadPid}-abc123`)
  await makeTempDirectory(parent)
  expect(existsSync(leftover)).toBe(false)
})

it('keeps directories of running processes and files with other names', async () => {
  const names = [`azmon-local-${process.ppid}-abc123`, `azmon-local-${deadPid}`, `azmon-local-${deadPid}-abc123-not`]
  for (const name of names) make(name)
  writeFileSync(join(parent, `azmon-local-${deadPid}-file00`), 'a file')
  const own = await makeTempDirectory(parent)
  const second = await makeTempDirectory(parent)
  expect(
    readdirSync(parent)
      .map((name) => join(parent, name))
      .sort(),
  ).toEqual(
    [...names, `azmon-local-${deadPid}-file00`]
      .map((name) => join(parent, name))
      .concat(own, second)
      .sort(),
  )
})

import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { faultyFiles } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { readyName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { aBatch } from '../builders'
import { aFolder, aSpoolFile, drained, leaveBatch, leaveFile, openFileSpool, spoolFolder } from './open-file-spool'

const MIB = 1_048_576
const DAY_S = 24 * 3_600

describe('quarantine', () => {
  it('keeps a copy of items that the endpoint refuses, for its owner only', () => {
    const folder = aFolder()
    const { items } = aBatch('poison', 'more poison')
    openFileSpool(folder).spool.quarantine(items)
    const [name = ''] = badIn(folder)
    expect(readFileSync(join(bad(folder), name), 'utf8')).toBe(items.map(({ json }) => json).join('\n'))
    expect(statSync(bad(folder)).mode & 0o777).toBe(0o700)
    expect(statSync(join(bad(folder), name)).mode & 0o777).toBe(0o600)
  })

  it('is never sent', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.quarantine(aBatch('poison').items)
    opened.spool.refresh()
    expect(await drained(opened)).toEqual([])
    expect(opened.spool.contents).toMatchObject({ files: 0, foreign: 0 })
  })

  it('holds at most five mebibytes, and removes the oldest files first', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    for (let i = 0; i < 8; i++) {
      const name = leaveFile(folder, readyName(aSpoolFile({ items: 0, bytes: MIB })), Buffer.alloc(MIB, `${i}`))
      const then = Date.now() / 1_000 - 100 + i
      utimesSync(join(spoolFolder(folder), name), then, then)
      opened.spool.refresh()
      await drained(opened)
      expect(bytesIn(folder)).toBeLessThanOrEqual(5 * MIB)
    }
    const kept = badIn(folder).map((name) => readFileSync(join(bad(folder), name), 'utf8').slice(0, 1))
    expect(kept.sort()).toEqual(['3', '4', '5', '6', '7'])
  })

  it('removes files that are older than a week', () => {
    const folder = aFolder()
    leaveBatch(folder, ['a'])
    leaveBad(folder, 'old.bad', 8 * DAY_S)
    leaveBad(folder, 'young.bad', 6 * DAY_S)
    openFileSpool(folder).spool.refresh()
    expect(badIn(folder)).toEqual(['young.bad'])
  })

  it('does not remove folders', () => {
    const folder = aFolder()
    leaveBatch(folder, ['a'])
    mkdirSync(join(bad(folder), 'folder'), { recursive: true })
    const longAgo = Date.now() / 1_000 - 100 * DAY_S
    utimesSync(join(bad(folder), 'folder'), longAgo, longAgo)
    openFileSpool(folder).spool.refresh()
    expect(badIn(folder)).toEqual(['folder'])
  })

  it('does not follow a link in its place, to remove or to write files', () => {
    const [folder, elsewhere] = [aFolder(), aFolder()]
    leaveBatch(folder, ['a'])
    writeFileSync(join(elsewhere, 'precious'), '')
    const longAgo = Date.now() / 1_000 - 100 * DAY_S
    utimesSync(join(elsewhere, 'precious'), longAgo, longAgo)
    symlinkSync(elsewhere, bad(folder))
    const opened = openFileSpool(folder)
    opened.spool.quarantine(aBatch('poison').items)
    opened.spool.refresh()
    expect(readdirSync(elsewhere)).toEqual(['precious'])
    expect(lstatSync(bad(folder)).isSymbolicLink()).toBe(true)
  })

  it('reports a failing disk, and does not throw', () => {
    const disk = faultyFiles(systemFiles)
    const opened = openFileSpool(aFolder(), {}, { files: disk.files })
    disk.fail('ENOSPC', { of: 'writeSync' })
    opened.spool.quarantine(aBatch('poison').items)
    expect(opened.troubles).toHaveLength(1)
  })
})

// --- helpers ---

function bad(folder: string): string {
  return join(spoolFolder(folder), 'bad')
}

function badIn(folder: string): readonly string[] {
  return readdirSync(bad(folder)).sort()
}

function bytesIn(folder: string): number {
  return badIn(folder).reduce((sum, name) => sum + statSync(join(bad(folder), name)).size, 0)
}

function leaveBad(folder: string, name: string, ageS: number): void {
  mkdirSync(bad(folder), { recursive: true, mode: 0o700 })
  writeFileSync(join(bad(folder), name), 'bad')
  const then = Date.now() / 1_000 - ageS
  utimesSync(join(bad(folder), name), then, then)
}

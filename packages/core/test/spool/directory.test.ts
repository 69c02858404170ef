import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { faultyFiles } from '@azmon/testkit'
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { SpoolError } from '../../src/errors'
import { SpoolDirectory } from '../../src/spool/directory'
import { systemFiles } from '../../src/spool/file-system'
import { aBatch } from '../builders'
import { aFolder, filesIn, openFileSpool } from './open-file-spool'

const umask = process.umask()
const itAsRoot = process.geteuid?.() === 0 ? it : it.skip

afterEach(() => {
  process.umask(umask)
})

function aDirectory(...bases: readonly string[]): SpoolDirectory {
  return new SpoolDirectory(bases.map((base) => ({ base, levels: ['azmon', 'spool'] })))
}

function modeOf(path: string): string {
  return (lstatSync(path).mode & 0o7777).toString(8)
}

describe('the directory of a spool', () => {
  it('is created, each level for its owner only', () => {
    const base = aFolder()
    const path = aDirectory(base).open()
    expect(path).toBe(join(base, 'azmon', 'spool'))
    expect([modeOf(join(base, 'azmon')), modeOf(path)]).toEqual(['700', '700'])
  })

  it('is created below a base that does not exist yet', () => {
    const base = join(aFolder(), 'of', 'the', 'service')
    expect(aDirectory(base).open()).toBe(join(base, 'azmon', 'spool'))
    expect(modeOf(base)).toBe('700')
  })

  it.each([0o000, 0o022, 0o077])('is accessible only to its owner, like its files, with a umask of %i', (mask) => {
    process.umask(mask)
    const folder = aFolder()
    expect(openFileSpool(folder).spool.put(aBatch('secret'))).toBe('stored')
    const [name = ''] = filesIn(folder)
    expect([modeOf(join(folder, 'spool')), modeOf(join(folder, 'spool', name))]).toEqual(['700', '600'])
  })

  it('is not accessible to others with a umask that removes all bits', () => {
    process.umask(0o777)
    const folder = aFolder()
    chmodSync(folder, 0o700)
    openFileSpool(folder).spool.put(aBatch('secret'))
    process.umask(umask)
    expect(modeOf(join(folder, 'spool'))).toBe('0')
  })

  it('is found, but not created, by find()', () => {
    const base = aFolder()
    expect(aDirectory(base).find()).toBeUndefined()
    expect(aDirectory(join(base, 'not', 'there')).find()).toBeUndefined()
    expect(readdirSync(base)).toEqual([])
    const made = aDirectory(base).open()
    expect(aDirectory(base).find()).toBe(made)
  })

  it('is the first place that is safe', () => {
    const [first, second] = [aFolder(), aFolder()]
    mkdirSync(join(first, 'azmon'), { mode: 0o755 })
    const directory = aDirectory(first, second)
    expect(directory.open()).toBe(join(second, 'azmon', 'spool'))
    expect(directory.find()).toBe(join(second, 'azmon', 'spool'))
    expect(readdirSync(join(first, 'azmon'))).toEqual([])
  })

  it('is not an error for find() if the first place is unsafe and the next one does not exist yet', () => {
    const [first, second] = [aFolder(), aFolder()]
    mkdirSync(join(first, 'azmon'), { mode: 0o755 })
    expect(aDirectory(first, second).find()).toBeUndefined()
  })

  it('is the next place if this one cannot be written', () => {
    const [first, second] = [aFolder(), aFolder()]
    for (const code of ['EACCES', 'EPERM', 'EROFS'] as const) {
      const disk = faultyFiles(systemFiles)
      disk.fail(code, { of: 'mkdirSync', times: 1 })
      const places = [first, second].map((base) => ({ base, levels: [code] }))
      expect(new SpoolDirectory(places, disk.files).open()).toBe(join(second, code))
    }
  })

  it('stays the same place while its disk is full', () => {
    const disk = faultyFiles(systemFiles)
    disk.fail('ENOSPC', { of: 'mkdirSync', times: 1 })
    const [first, second] = [aFolder(), aFolder()]
    const places = [first, second].map((base) => ({ base, levels: ['spool'] }))
    const directory = new SpoolDirectory(places, disk.files)
    expect(() => directory.open()).toThrow('ENOSPC')
    expect(directory.open()).toBe(join(first, 'spool'))
    expect(readdirSync(second)).toEqual([])
  })

  it('is refused if no place is safe, and the error says why and how to fix it', () => {
    const base = aFolder()
    writeFileSync(join(base, 'azmon'), '')
    const open = () => aDirectory(base).open()
    expect(open).toThrow(SpoolError)
    expect(open).toThrow(`${join(base, 'azmon')} is not a directory`)
    expect(open).toThrow('Set storagePath')
    expect(() => aDirectory().open()).toThrow(SpoolError)
  })
})

describe('a directory is refused', () => {
  it.each([0o777, 0o755, 0o750, 0o710, 0o701, 0o1777])('with the mode %i', (mode) => {
    for (const level of ['azmon', join('azmon', 'spool')]) {
      const base = aFolder()
      mkdirSync(join(base, level), { recursive: true, mode: 0o700 })
      chmodSync(join(base, level), mode)
      expect(() => aDirectory(base).open()).toThrow('is open to other users')
      expect(() => aDirectory(base).find()).toThrow('is open to other users')
      expect(modeOf(join(base, level))).toBe(mode.toString(8))
    }
  })

  it('as a symbolic link, at each level, and nothing is created behind it', () => {
    for (const level of ['azmon', join('azmon', 'spool')]) {
      const [base, elsewhere] = [aFolder(), aFolder()]
      if (level !== 'azmon') mkdirSync(join(base, 'azmon'), { mode: 0o700 })
      symlinkSync(elsewhere, join(base, level))
      expect(() => aDirectory(base).open()).toThrow('is a symbolic link')
      expect(() => aDirectory(base).find()).toThrow('is a symbolic link')
      expect(readdirSync(elsewhere)).toEqual([])
    }
  })

  it('as a symbolic link to nowhere', () => {
    const base = aFolder()
    symlinkSync(join(base, 'nowhere'), join(base, 'azmon'))
    expect(() => aDirectory(base).open()).toThrow('is a symbolic link')
    expect(readdirSync(base)).toEqual(['azmon'])
  })

  it('if any user may replace it', () => {
    const base = aFolder()
    mkdirSync(join(base, 'open', 'below'), { recursive: true })
    chmodSync(join(base, 'open'), 0o777)
    for (const place of [join(base, 'open'), join(base, 'open', 'below')])
      expect(() => aDirectory(place).open()).toThrow('every user may write to')
    chmodSync(join(base, 'open'), 0o1777)
    expect(aDirectory(join(base, 'open')).open()).toBe(join(base, 'open', 'azmon', 'spool'))
  })

  itAsRoot('that belongs to another user', () => {
    for (const level of ['azmon', join('azmon', 'spool')]) {
      const base = aFolder()
      mkdirSync(join(base, level), { recursive: true, mode: 0o700 })
      chmodSync(join(base, 'azmon'), 0o700)
      chownSync(join(base, level), 12_345, 12_345)
      expect(() => aDirectory(base).open()).toThrow('belongs to another user')
    }
  })
})

describe('a directory above the spool', () => {
  const USER = 12_345

  /** A base directory that appears to have this owner and mode. */
  function aBase(uid: number, gid: number, mode: number): string {
    const base = join(aFolder(), 'base')
    mkdirSync(base)
    chownSync(join(base, '..'), USER, USER)
    chownSync(base, uid, gid)
    chmodSync(base, mode)
    jest.spyOn(process as Required<NodeJS.Process>, 'geteuid').mockReturnValue(USER)
    jest.spyOn(process as Required<NodeJS.Process>, 'getegid').mockReturnValue(USER)
    return base
  }

  afterEach(() => {
    jest.restoreAllMocks()
  })

  itAsRoot.each([
    ['of another user', 54_321, USER, 0o755, 'belongs to another user'],
    ['of another user, sticky as it may be', 54_321, USER, 0o1777, 'belongs to another user'],
    ['in which a group may write', USER, 54_321, 0o775, 'a group of users may write to'],
  ])('is refused if it is one %s', (_, uid, gid, mode, reason) => {
    expect(() => aDirectory(aBase(uid, gid, mode)).open()).toThrow(reason)
  })

  itAsRoot.each([
    ['of this user', USER, 54_321, 0o755],
    ['of this user, in which a group may write, and sticky', USER, 54_321, 0o1775],
    ['in which the group may write that this user has alone', USER, USER, 0o775],
    ['of root, who has let a group write', 0, 54_321, 0o2775],
  ])('is accepted if it is one %s', (_, uid, gid, mode) => {
    const base = aBase(uid, gid, mode)
    // Root creates the level, so it does not belong to the user: the base was accepted.
    expect(() => aDirectory(base).open()).toThrow(`${join(base, 'azmon')} belongs to another user`)
  })
})

describe('a directory that changes under its spool', () => {
  it('is created again after it was deleted, for its owner only', () => {
    const base = aFolder()
    const directory = aDirectory(base)
    const path = directory.open()
    rmSync(join(base, 'azmon'), { recursive: true })
    expect(directory.find()).toBeUndefined()
    process.umask(0)
    expect(directory.open()).toBe(path)
    expect([modeOf(join(base, 'azmon')), modeOf(path)]).toEqual(['700', '700'])
  })

  it.each([
    ['a link', (path: string, elsewhere: string) => symlinkSync(elsewhere, path), 'is a symbolic link'],
    ['a file', (path: string) => writeFileSync(path, ''), 'is not a directory'],
    ['an open one', (path: string) => mkdirSync(path, { mode: 0o755 }), 'is open to other users'],
  ])('is not used after it was replaced by %s', (_, swap, reason) => {
    const [base, elsewhere] = [aFolder(), aFolder()]
    const directory = aDirectory(base)
    const path = directory.open()
    renameSync(path, `${path}-before`)
    swap(path, elsewhere)
    expect(() => directory.open()).toThrow(reason)
    expect(() => directory.find()).toThrow(reason)
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it('is not used after its mode was opened to others', () => {
    const directory = aDirectory(aFolder())
    chmodSync(directory.open(), 0o777)
    expect(() => directory.open()).toThrow('is open to other users')
  })

  it('does not receive files that were about to be written', () => {
    const [folder, elsewhere] = [aFolder(), aFolder()]
    const { spool, troubles } = openFileSpool(folder)
    spool.put(aBatch('before'))
    renameSync(join(folder, 'spool'), join(folder, 'moved'))
    symlinkSync(elsewhere, join(folder, 'spool'))
    expect(spool.put(aBatch('after'))).toBe('refused')
    expect(readdirSync(elsewhere)).toEqual([])
    expect(troubles).toHaveLength(1)
  })
})

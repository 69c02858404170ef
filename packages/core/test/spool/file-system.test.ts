import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { faultyFiles } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { codeOf, quietly, readFile, spareBytes, systemFiles, writeFile } from '../../src/spool/file-system'
import { aFolder } from './open-file-spool'

const parts = [Buffer.from('first '), Buffer.from('second')]

describe('writing a file', () => {
  it('writes all parts, for the owner only', () => {
    const path = join(aFolder(), 'file')
    writeFile(systemFiles, path, parts, false)
    expect(readFileSync(path, 'utf8')).toBe('first second')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('writes all parts to a disk that accepts a few bytes at a time', () => {
    const [path, disk] = [join(aFolder(), 'file'), faultyFiles(systemFiles)]
    disk.writeShort(2)
    writeFile(disk.files, path, parts, false)
    expect(readFileSync(path, 'utf8')).toBe('first second')
  })

  it.each(['writeSync', 'fdatasyncSync', 'closeSync'] as const)('leaves no file if %s fails', (of) => {
    const [folder, disk] = [aFolder(), faultyFiles(systemFiles)]
    disk.fail('ENOSPC', { of, times: 1 })
    expect(() => writeFile(disk.files, join(folder, 'file'), parts, true)).toThrow('ENOSPC')
    expect(readdirSync(folder)).toEqual([])
  })

  it('does not replace a file, or follow a link', () => {
    const folder = aFolder()
    writeFileSync(join(folder, 'there'), 'old')
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'link'))
    for (const name of ['there', 'link']) {
      expect(() => writeFile(systemFiles, join(folder, name), parts, false)).toThrow()
    }
    expect(readFileSync(join(folder, 'there'), 'utf8')).toBe('old')
    expect(readdirSync(folder)).not.toContain('elsewhere')
  })
})

describe('reading a file', () => {
  it('returns its content up to the limit, and nothing of a larger file', () => {
    const path = join(aFolder(), 'file')
    writeFileSync(path, '12345')
    expect(readFile(systemFiles, path, 5)?.toString()).toBe('12345')
    expect(readFile(systemFiles, path, 4)).toBeUndefined()
  })

  it('returns nothing of a directory or of a file with a second name', () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'directory'))
    writeFileSync(join(folder, 'file'), '')
    linkSync(join(folder, 'file'), join(folder, 'second name'))
    for (const name of ['directory', 'file']) expect(readFile(systemFiles, join(folder, name), 10)).toBeUndefined()
  })
})

it('leaves 5 % of the disk, and at least 256 MiB, to other programs', () => {
  const statfsSync = (bavail: number, blocks: number) => (() => ({ bavail, blocks, bsize: 1_048_576 })) as never
  expect(spareBytes({ ...systemFiles, statfsSync: statfsSync(300, 1_000) }, '/')).toBe(44 * 1_048_576)
  expect(spareBytes({ ...systemFiles, statfsSync: statfsSync(300, 10_000) }, '/')).toBe(-200 * 1_048_576)
})

it('reads the code of any error, and of nothing else', () => {
  expect([{ code: 'EIO' }, { code: 1 }, new Error(), undefined, 'EIO'].map(codeOf)).toEqual(['EIO', ...Array(4)])
})

it('turns an exception that does not matter into undefined', () => {
  expect(quietly(() => 'result')).toBe('result')
  expect(
    quietly(() => {
      throw new Error()
    }),
  ).toBeUndefined()
})

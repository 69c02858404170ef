import { faultyFiles } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { readName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { aBatch } from '../builders'
import { filesIn } from './open-file-spool'
import { spoolParts } from './spool-parts'

function holdOne(files = systemFiles) {
  const parts = spoolParts({ files })
  const held = parts.store.hold(aBatch('a', 'b'), 'urgent')
  if (held === undefined) throw new Error('refused')
  return { ...parts, held }
}

describe('a file that this process holds', () => {
  it('is counted, and leased on disk', () => {
    const { folder, holdings, held } = holdOne()
    expect([holdings.files, holdings.items, holdings.bytes]).toEqual([1, 2, held.file.bytes])
    expect(holdings.has(held.file.id)).toBe(true)
    expect(filesIn(folder).map((name) => readName(name)?.state.kind)).toEqual(['leased'])
  })

  it('is gone after its removal', () => {
    const { folder, holdings, held } = holdOne()
    holdings.remove(held)
    expect([holdings.files, holdings.items, holdings.bytes]).toEqual([0, 0, 0])
    expect(filesIn(folder)).toEqual([])
  })

  it('stays leased, without its items, while the disk fails to remove it', () => {
    const disk = faultyFiles(systemFiles)
    const { folder, holdings, held, troubles } = holdOne(disk.files)
    disk.fail('EIO', { of: 'unlinkSync', times: 2 })
    expect(() => holdings.remove(held)).toThrow('EIO')
    expect([holdings.files, holdings.items]).toEqual([1, 0])
    holdings.removeAgain((error) => troubles.push(error))
    expect(troubles).toHaveLength(1)
    holdings.removeAgain((error) => troubles.push(error))
    expect([holdings.files, holdings.items, holdings.bytes, filesIn(folder)]).toEqual([0, 0, 0, []])
  })

  it('is ready for the next claim when it is released, with its tries', () => {
    const { clock, calls, holdings, held, ready } = holdOne()
    holdings.release(held, 3, true)
    expect(holdings.files).toBe(0)
    expect(ready.get(held.file.id)).toMatchObject({ tries: 3, isInDoubt: true, isOwn: true, items: 2 })
    clock.advance(0)
    expect(calls).toEqual(['ready'])
  })

  it('is ready, but not claimed again before the next scan, if it is left to that', () => {
    const { folder, calls, clock, holdings, held, ready } = holdOne()
    holdings.leaveToNextScan(held)
    clock.advance(0)
    expect([ready.files, calls]).toEqual([0, []])
    expect(filesIn(folder).map((name) => readName(name)?.state.kind)).toEqual(['ready'])
  })

  it('is not touched after another process took it', () => {
    const { folder, own, holdings, held, ready } = holdOne()
    systemFiles.unlinkSync(held.path)
    own.stored(held.file.id, [{ sequence: 1 }])
    holdings.release(held, 1)
    expect([ready.files, own.items, filesIn(folder)]).toEqual([0, 0, []])
  })

  it('cannot be claimed twice', () => {
    const { folder, holdings, held } = holdOne()
    const found = { file: held.file, name: filesIn(folder)[0] ?? '', bytes: 1, items: 1, deaths: 0 }
    expect(holdings.claim(found, folder)).toBeUndefined()
  })
})

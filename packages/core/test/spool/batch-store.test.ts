import { faultyFiles } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { readName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { aBatch } from '../builders'
import { filesIn } from './open-file-spool'
import { spoolParts } from './spool-parts'

describe('a batch that is stored', () => {
  it('can be claimed, and counts as this process’s', () => {
    const { store, ready, own } = spoolParts()
    const batch = aBatch('a', 'b')
    for (const [index, item] of batch.items.entries()) item.sequence = index + 1
    expect(store.put({ ...batch, tries: 2 })).toBe('stored')
    expect(ready.next('own')).toMatchObject({ items: 2, tries: 2, isOwn: true })
    expect(own.items).toBe(2)
  })

  it('is leased, and not ready, if it is held', () => {
    const { folder, store, ready, holdings } = spoolParts()
    expect(store.hold(aBatch('a'), 'urgent')).toBeDefined()
    expect([ready.files, holdings.files]).toEqual([0, 1])
    expect(filesIn(folder).map((name) => readName(name)?.state.kind)).toEqual(['leased'])
  })

  it('is synced if it replaces a journal, which may have been synced', () => {
    const disk = faultyFiles(systemFiles)
    const { store } = spoolParts({ files: disk.files })
    store.put(aBatch('a'), 'replacement')
    expect(disk.calls).not.toContain('fdatasyncSync')
    store.hold(aBatch('b'), 'recovery')
    expect(disk.calls).toContain('fdatasyncSync')
  })
})

describe('a disk', () => {
  it('that fails is reported, and not used for half a minute', () => {
    const disk = faultyFiles(systemFiles)
    const { clock, store, troubles } = spoolParts({ files: disk.files })
    disk.fail('EIO', { of: 'writeSync', times: 1 })
    expect(store.put(aBatch('a'))).toBe('refused')
    expect([store.accepts, store.acceptsUrgent, troubles.length]).toEqual([false, false, 1])
    expect(store.put(aBatch('a'))).toBe('refused')
    expect(troubles).toHaveLength(1)
    clock.advance(30_000)
    expect(store.put(aBatch('a'))).toBe('stored')
  })

  it('that is slow still takes urgent batches', () => {
    const disk = faultyFiles(systemFiles)
    const { clock, store } = spoolParts({ files: disk.files })
    disk.slow(clock, 1_001, { of: 'writeSync', times: 1 })
    store.put(aBatch('a'))
    expect([store.accepts, store.acceptsUrgent]).toEqual([false, true])
    expect(store.put(aBatch('b'))).toBe('refused')
    expect(store.put(aBatch('b'), 'urgent')).toBe('stored')
  })

  it('without room is reported with the cure, and tried again after a second', () => {
    const { clock, store, troubles } = spoolParts({ options: { storageMaxBytes: 10 } })
    expect(store.put(aBatch('a'))).toBe('refused')
    expect(troubles).toMatchObject([{ code: 'AZMON_SPOOL', message: expect.stringContaining('storageMaxBytes') }])
    expect(store.accepts).toBe(false)
    clock.advance(1_000)
    expect(store.accepts).toBe(true)
  })
})

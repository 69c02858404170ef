import { describe, expect, it } from '@jest/globals'
import { readyName } from '../../src/spool/file-name'
import { journalRecord } from '../../src/spool/journal-file'
import { aBatch, anItem } from '../builders'
import { aSpoolFile, filesIn, leaveBatch, leaveFile, spoolFolder } from './open-file-spool'
import { spoolParts } from './spool-parts'

describe('an index', () => {
  it('knows nothing of the directory before the first refresh', () => {
    const { index } = spoolParts()
    expect(index).toMatchObject({ total: { files: 0 }, bytesSinceRefresh: Number.POSITIVE_INFINITY })
  })

  it('adds up the batches that are ready and those that this process holds', () => {
    const { folder, index, store } = spoolParts()
    leaveBatch(folder, ['a', 'b'])
    store.hold(aBatch('c'), 'urgent')
    expect(index.refresh()).toBe(true)
    expect(index.total).toMatchObject({ files: 2, items: 3 })
    expect(index.occupied).toMatchObject({ files: 1 })
  })

  it('counts the bytes that this process writes until the next refresh', () => {
    const { index, store } = spoolParts()
    store.put(aBatch('a'))
    index.refresh()
    expect(index.bytesSinceRefresh).toBe(0)
    const spare = index.spareBytes
    store.put(aBatch('b'))
    expect(index.bytesSinceRefresh).toBeGreaterThan(0)
    expect(index.spareBytes).toBe(spare - index.bytesSinceRefresh)
  })

  it('discards a file, and returns the number of its items, also for a journal', () => {
    const { folder, index, ready } = spoolParts()
    leaveBatch(folder, ['a', 'b'])
    const journal = aSpoolFile({ kind: 'journal', items: 0, bytes: 0 })
    leaveFile(folder, readyName(journal), ['c', 'd', 'e'].map((message) => journalRecord(anItem(message))).join(''))
    index.refresh()
    const lost = (['normal', 'journal'] as const).map((kind) => {
      const oldest = ready.oldest(kind)
      return oldest === undefined ? undefined : index.discard(oldest, spoolFolder(folder))
    })
    expect([lost, filesIn(folder), ready.files]).toEqual([[2, 3], [], 0])
  })

  it('loses nothing by discarding a file that another process removed', () => {
    const { folder, index, ready } = spoolParts()
    leaveBatch(folder, ['a'])
    index.refresh()
    const oldest = ready.oldest()
    expect(oldest && index.discard(oldest, folder)).toBe(0)
  })

  it('treats the files of an adopted writer as its own, found before or after', () => {
    const { folder, index, ready } = spoolParts()
    const first = leaveBatch(folder, ['a'])
    index.refresh()
    index.adopt(first.split('-')[2] ?? '')
    expect(ready.next('own')?.name).toBe(first)
  })

  it('does not find an ignored file again', () => {
    const { folder, index, ready } = spoolParts()
    leaveBatch(folder, ['a'])
    index.refresh()
    const found = ready.next('any')
    if (found === undefined) throw new Error('not found')
    ready.delete(found)
    index.ignore(found.file)
    index.refresh()
    expect([ready.files, index.foreign]).toEqual([0, 1])
  })

  it('asks once for a refresh in a later turn, and for none after it was stopped', async () => {
    const { index, calls } = spoolParts()
    index.refreshLater()
    index.refreshLater()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(calls).toEqual(['refresh'])
    index.refreshLater()
    index.stop()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(calls).toEqual(['refresh'])
  })
})

import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { Batch } from '../../src/batch/batch'
import { encodeLines, encodePayload } from '../../src/batch/payload'
import { encodeBatchFile } from '../../src/spool/batch-file'
import { leasedName, readName, readyName } from '../../src/spool/file-name'
import { systemFiles } from '../../src/spool/file-system'
import { aBatch, anItem, anItemOf } from '../builders'
import {
  aFolder,
  anOwner,
  aSpoolFile,
  batchFileOf,
  claimed,
  drained,
  filesIn,
  isBalanced,
  leaveBatch,
  leaveFile,
  type OpenSpool,
  openFileSpool,
  spoolFolder,
} from './open-file-spool'

describe('a full spool', () => {
  /** A quota for this many batches of `batchOf`. */
  const quotaOf = (batches: number) => ({ storageMaxBytes: Math.floor((batches + 0.5) * bytesOf(batchOf('1'))) })

  it('evicts its oldest batches, and counts their items', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(3))
    for (const message of ['1', '2', '3', '4', '5']) expect(opened.spool.put(batchOf(message))).toBe('stored')
    expect(opened.account.stats.droppedByReason).toEqual({ 'spool-full': 2 })
    expect(await drained(opened)).toEqual([['3'], ['4'], ['5']])
    expect(isBalanced(opened)).toBe(true)
  })

  it('counts files of other processes, too', async () => {
    const folder = aFolder()
    const other = openFileSpool(folder, quotaOf(3))
    for (const message of ['1', '2', '3']) other.spool.put(batchOf(message))
    const opened = openFileSpool(folder, quotaOf(3))
    expect(opened.spool.put(batchOf('4'))).toBe('stored')
    expect((await drained(opened)).flat().sort()).toEqual(['2', '3', '4'])
  })

  it('evicts batches with errors last, even old ones', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(3))
    for (const [message, severity] of [
      ['error', 3],
      ['2', 1],
      ['fatal', 4],
      ['4', 2],
      ['5', 1],
    ] as const)
      opened.spool.put(batchOf(message, severity))
    expect((await drained(opened)).flat()).toEqual(['error', 'fatal', '5'])
  })

  it('evicts batches with errors if there are no others', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(2))
    for (const message of ['1', '2', '3']) opened.spool.put(batchOf(message, 3))
    expect((await drained(opened)).flat()).toEqual(['2', '3'])
  })

  it('never evicts a claimed batch', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const opened = openFileSpool(folder, quotaOf(2), { clock })
    opened.spool.put(batchOf('1'))
    const claim = await claimed(opened)
    const held = opened.spool.hold(batchOf('2'))
    expect(opened.spool.put(batchOf('3'))).toBe('refused')
    expect(opened.account.stats.dropped).toBe(0)
    claim.ack()
    clock.advance(1_000) // it is not asked again at once
    expect(opened.spool.put(batchOf('4'))).toBe('stored')
    held?.ack()
    opened.account.sent([...claim.batch.items, ...batchOf('2').items])
    expect(isBalanced(opened)).toBe(true)
    expect(await drained(opened)).toEqual([['4']])
  })

  it('evicts nothing for a batch that would still not fit', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(3))
    for (const message of ['1', '2']) opened.spool.put(batchOf(message))
    const large = asText([anItemOf(2_000)])
    expect(opened.spool.put(large)).toBe('refused')
    expect((await drained(opened)).flat()).toEqual(['1', '2'])
  })

  it('evicts nothing for a batch if claimed batches take the room', async () => {
    const opened = openFileSpool(aFolder(), quotaOf(3))
    for (const message of ['1', '2', '3']) opened.spool.put(batchOf(message))
    await claimed(opened)
    await claimed(opened)
    expect(opened.spool.put(asText([anItem('4'), anItem('5')]))).toBe('refused')
    expect((await drained(opened)).flat()).toEqual(['3'])
  })

  it('holds at most 20,000 files', () => {
    const folder = aFolder()
    spoolFolder(folder)
    const oldest = leaveFile(folder, readyName(aSpoolFile({ timeMs: 1 })), '')
    for (let i = 1; i < 20_000; i++) leaveFile(folder, readyName(aSpoolFile({ bytes: 0 })), '')
    const opened = openFileSpool(folder, { storageRetentionMs: Number.MAX_SAFE_INTEGER })
    expect(opened.spool.put(aBatch('one more'))).toBe('stored')
    expect(opened.account.stats.droppedByReason).toEqual({ 'spool-full': 1 })
    const names = filesIn(folder)
    expect(names).toHaveLength(20_000)
    expect(names).not.toContain(oldest)
  })

  it('refuses batches if the disk is nearly full', () => {
    const files = { ...systemFiles, statfsSync: () => ({ bavail: 65_536, blocks: 1_000_000, bsize: 4_096 }) as never }
    const folder = aFolder()
    const opened = openFileSpool(folder, {}, { files })
    expect(opened.spool.put(aBatch('a'))).toBe('refused')
    expect(opened.troubles).toMatchObject([{ code: 'AZMON_SPOOL', message: expect.stringContaining('no room') }])
    expect(opened.spool.contents.state).toBe('suspended')
  })

  it('counts journals by their real size', async () => {
    const [folder, clock] = [aFolder(), new ManualClock()]
    const opened = openFileSpool(folder, { storageMaxBytes: 10_485_760 }, { clock })
    opened.spool.put(aBatch('kept'))
    const lease = { untilMs: clock.epochMs() + 60_000, owner: anOwner('living') }
    for (let i = 0; i < 12; i++)
      leaveFile(folder, leasedName(aSpoolFile({ kind: 'journal', items: 0, bytes: 0 }), lease), 'a few bytes')
    opened.spool.refresh()
    expect(opened.spool.put(aBatch('newer'))).toBe('stored')
    expect((await drained(opened)).flat()).toEqual(['kept', 'newer'])
  })
})

describe('compression', () => {
  const text = () => ({ items: [anItemOf(20_000), anItemOf(20_000)] })
  const kindsIn = (folder: string) => filesIn(folder).map((name) => readName(name)?.file.encoding)

  it('starts when half of the room is used', () => {
    const folder = aFolder()
    const { spool } = openFileSpool(folder, { storageMaxBytes: 100_000 })
    for (let i = 0; i < 3; i++) spool.put(text())
    expect(kindsIn(folder).sort()).toEqual(['gzip', 'identity', 'identity'])
  })

  it('is skipped for urgent batches', () => {
    const folder = aFolder()
    const { spool } = openFileSpool(folder, { storageMaxBytes: 210_000 })
    for (let i = 0; i < 4; i++) spool.put(text(), 'urgent')
    spool.hold(text())
    expect(kindsIn(folder)).toEqual(Array(5).fill('identity'))
  })

  it('is not repeated: a body that was sent without success is stored as it is', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    const batch: Batch = text()
    batch.payload = await encodePayload(batch.items, 'gzip')
    opened.spool.put(batch)
    expect(kindsIn(folder)).toEqual(['gzip'])
    const claim = await claimed(opened)
    expect(claim.batch.payload?.body).toEqual(batch.payload.body)
    expect(claim.batch.items.map(({ json }) => json)).toEqual(batch.items.map(({ json }) => json))
  })

  it('is kept if sending did it: a raw batch is released as gzip', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.put(text())
    const claim = await claimed(opened)
    expect(claim.batch.payload).toBeUndefined()
    claim.batch.payload = await encodePayload(claim.batch.items, 'gzip')
    claim.release(claim.batch)
    expect(kindsIn(folder)).toEqual(['gzip'])
    expect((await claimed(opened)).batch.tries).toBe(1)
    expect(isBalanced(opened)).toBe(true)
  })

  it('does not rewrite a batch that is released unchanged', async () => {
    const folder = aFolder()
    const opened = openFileSpool(folder)
    opened.spool.put(text())
    const before = filesIn(folder)
    const claim = await claimed(opened)
    claim.batch.payload = { body: encodeLines(claim.batch.items), encoding: 'identity', items: 2 }
    claim.release(claim.batch)
    expect(filesIn(folder)).toEqual(before)
  })
})

describe('a hostile file', () => {
  it('evicts nothing if its name claims 78 gigabytes', async () => {
    const folder = aFolder()
    leaveBatch(folder, ['ours'])
    leaveFile(folder, readyName(aSpoolFile({ timeMs: 36 ** 8, bytes: 36 ** 7 - 1 })), batchFileOf('liar'))
    const opened = openLooked(folder)
    expect(opened.spool.put(aBatch('newer'))).toBe('stored')
    expect(opened.spool.contents.bytes).toBeLessThan(10_000)
    expect(opened.account.stats.dropped).toBe(0)
    expect((await drained(opened)).flat().sort()).toEqual(['liar', 'newer', 'ours'])
  })

  it('evicts nothing if it is larger than any batch', async () => {
    const folder = aFolder()
    leaveBatch(folder, ['ours'])
    const name = leaveFile(folder, readyName(aSpoolFile({ timeMs: Date.now() + 1_000 })), '')
    truncateSync(join(spoolFolder(folder), name), 2 ** 31)
    const opened = openLooked(folder)
    expect(opened.spool.put(aBatch('newer'))).toBe('stored')
    expect(opened.account.stats.dropped).toBe(0)
    expect((await drained(opened)).flat().sort()).toEqual(['newer', 'ours'])
  })
})

// --- helpers, in order of use ---

/** A batch that is stored uncompressed, however full the spool is. */
function batchOf(message: string, severity: 1 | 2 | 3 | 4 = 1): Batch {
  return asText([anItem(message, severity)])
}

function asText(items: Batch['items']): Batch {
  return { items, payload: { body: encodeLines(items), encoding: 'identity', items: items.length } }
}

function bytesOf(batch: Batch): number {
  return Buffer.concat(
    encodeBatchFile({ body: encodeLines(batch.items), encoding: 'identity', items: batch.items.length }),
  ).length
}

function openLooked(folder: string): OpenSpool {
  const opened = openFileSpool(folder, { storageRetentionMs: Number.MAX_SAFE_INTEGER })
  opened.spool.refresh()
  return opened
}

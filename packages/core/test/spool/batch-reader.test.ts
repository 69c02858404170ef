import { spawnSync } from 'node:child_process'
import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { crc32, gzipSync } from 'node:zlib'
import { type FaultyFiles, faultyFiles, slackMs } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { encodeBatchFile } from '../../src/spool/batch-file'
import { leasedName, readyName, type SpoolFile } from '../../src/spool/file-name'
import { type FileSystem, systemFiles } from '../../src/spool/file-system'
import { journalRecord } from '../../src/spool/journal-file'
import { aBatch } from '../builders'
import {
  aClock,
  aFolder,
  anOwner,
  aSpoolFile,
  batchFileOf,
  drained,
  filesIn,
  isBalanced,
  leaveBatch,
  leaveFile,
  type OpenSpool,
  openFileSpool,
  spoolFolder,
} from './open-file-spool'

const MIB = 1_048_576
const LEASE_IS_OVER_MS = 60_001

describe('a hostile file', () => {
  it.each<[string, () => Buffer]>([
    ['66 MB of line ends, compressed', () => compressed(Buffer.alloc(66 * MIB, '\n'), 1)],
    ['16 MB of line ends, compressed, of one item', () => compressed(Buffer.alloc(16 * MIB, '\n'), 1)],
    ['16 MB of line ends, compressed, of as many items', () => compressed(Buffer.alloc(16 * MIB, '\n'), 16 * MIB + 1)],
    ['17 MB of line ends, damaged', () => Buffer.alloc(17 * MIB, '\n')],
    ['17 MB without a line end', () => Buffer.alloc(17 * MIB, '{')],
    ['brackets, one in the other', () => Buffer.from(`damaged\n${`${'{"a":['.repeat(10_000)}\n`.repeat(100)}`)],
    ['a header without a count', () => withHeader('{"v":1,"enc":"identity"}', '{}')],
    ['a header with a count that is no number', () => withHeader('{"v":1,"enc":"identity","n":"1"}', '{}')],
    ['a header with a count of 1e308', () => withHeader('{"v":1,"enc":"identity","n":1e308}', '{}')],
    ['no bytes', () => Buffer.alloc(0)],
  ])('costs little time and memory, and is read once: %s', async (_, contentOf) => {
    const folder = aFolder()
    const content = contentOf()
    leaveFile(folder, readyName(aSpoolFile({ timeMs: 1, bytes: content.length })), content)
    leaveBatch(folder, ['ours'])
    const opened = openLooked(folder)
    const [before, cpuBefore] = [process.memoryUsage().rss, process.cpuUsage()]
    expect(await drained(opened)).toEqual([['ours']])
    const { user, system } = process.cpuUsage(cpuBefore)
    expect((user + system) / 1_000).toBeLessThan(1_500)
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB)
    expect(opened.account.stats.droppedByReason).toEqual({ damaged: 1 })
    expect(filesIn(folder)).toEqual([])
    expect(isBalanced(opened)).toBe(true)
  })

  it.each<[string, Partial<SpoolFile>]>([
    ['more items', { items: 3 }],
    ['fewer items', { items: 1 }],
    ['2,000,000,000 items', { items: 36 ** 6 - 1 }],
    ['more bytes', { bytes: 10_000 }],
    ['no bytes', { bytes: 0 }],
  ])('is damaged if its name claims %s, and its items are saved', async (_, lie) => {
    const folder = aFolder()
    const content = batchFileOf('a', 'b')
    leaveFile(folder, readyName(aSpoolFile({ items: 2, bytes: content.length, ...lie })), content)
    const opened = openLooked(folder)
    expect(await drained(opened)).toEqual([['a', 'b']])
    expect(badIn(folder)).toHaveLength(1)
  })
})

describe('a file whose readers died', () => {
  const lease = { untilMs: Date.now() + 60_000, owner: anOwner('dead') }

  it('is read again after four deaths, which may be chance', async () => {
    const folder = aFolder()
    const content = batchFileOf('a')
    leaveFile(folder, leasedName(aSpoolFile({ bytes: content.length }), lease, 4), content)
    expect(await drained(openLooked(folder))).toEqual([['a']])
  })

  it('is set aside after five deaths, and its items are counted', async () => {
    const folder = aFolder()
    const content = batchFileOf('a', 'b')
    leaveFile(folder, leasedName(aSpoolFile({ items: 2, bytes: content.length }), lease, 5), content)
    leaveBatch(folder, ['ours'])
    const opened = openLooked(folder)
    expect(await drained(opened)).toEqual([['ours']])
    expect(opened.account.stats.droppedByReason).toEqual({ damaged: 2 })
    expect(badIn(folder)).toHaveLength(1)
  })

  it('is set aside after five deaths, and its items are counted: a journal', async () => {
    const folder = aFolder()
    const content = aBatch('a', 'b', 'c').items.map(journalRecord).join('')
    leaveFile(folder, leasedName(aSpoolFile({ kind: 'journal', items: 0, bytes: 0 }), lease, 5), content)
    const opened = openLooked(folder)
    expect(await drained(opened)).toEqual([])
    expect(opened.account.stats.droppedByReason).toEqual({ damaged: 3 })
  })

  it('is not confused with a file whose senders died', async () => {
    const [folder, clock] = [aFolder(), aClock()]
    leaveBatch(folder, ['a'])
    for (let deaths = 0; deaths < 4; deaths++) {
      const disk = faultyFiles(systemFiles)
      const sender = openFileSpool(folder, {}, { clock, files: disk.files })
      sender.spool.refresh()
      expect(await sender.spool.claim()).toBeDefined()
      disk.crash('before', 1)
      sender.spool.refresh()
      clock.advance(LEASE_IS_OVER_MS)
    }
    for (let deaths = 0; deaths < 5; deaths++) {
      const disk: FaultyFiles<FileSystem> = faultyFiles({ ...systemFiles, readSync: () => dieOf(disk) })
      const reader = openFileSpool(folder, {}, { clock, files: disk.files })
      reader.spool.refresh()
      expect(await reader.spool.claim()).toBeUndefined()
      expect(filesIn(folder)[0]).toMatch(new RegExp(`\\.r${deaths + 1}\\.lse$`))
      clock.advance(LEASE_IS_OVER_MS)
    }
    const next = openFileSpool(folder, {}, { clock })
    next.spool.refresh()
    expect(await drained(next)).toEqual([])
    expect(next.account.stats.droppedByReason).toEqual({ damaged: 1 })
  })
})

describe('a file with a name of the spool that is not a batch', () => {
  const name = () => readyName(aSpoolFile())

  it('is not read, and blocks no other file: a pipe', async () => {
    await expectIgnored((path) => spawnSync('mkfifo', [path]))
  })

  it('is not read, and blocks no other file: a socket', async () => {
    const server = createServer()
    await expectIgnored((path) => new Promise((resolve) => server.listen(path, () => resolve(undefined))))
    server.close()
  })

  it('is not read, and blocks no other file: a link to a batch elsewhere', async () => {
    const elsewhere = join(aFolder(), 'batch')
    writeFileSync(elsewhere, batchFileOf('elsewhere'))
    await expectIgnored((path) => symlinkSync(elsewhere, path))
    expect(readFileSync(elsewhere)).toEqual(batchFileOf('elsewhere'))
  })

  it('is not read, and blocks no other file: a second name of a file elsewhere', async () => {
    const elsewhere = join(aFolder(), 'batch')
    writeFileSync(elsewhere, batchFileOf('elsewhere'))
    await expectIgnored((path) => linkSync(elsewhere, path))
    expect(readFileSync(elsewhere)).toEqual(batchFileOf('elsewhere'))
  })

  it('is not read, and blocks no other file: a directory', async () => {
    await expectIgnored((path) => {
      mkdirSync(path)
      writeFileSync(join(path, 'something'), '')
    })
  })

  it('is not read, and blocks no other file: a file of two gigabytes', async () => {
    await expectIgnored((path) => {
      writeFileSync(path, '')
      truncateSync(path, 2 ** 31)
    })
  })

  it('blocks no other file: an empty file', async () => {
    await expectIgnored((path) => writeFileSync(path, ''))
  })

  async function expectIgnored(make: (path: string) => unknown): Promise<void> {
    const folder = aFolder()
    await make(join(spoolFolder(folder), name()))
    leaveBatch(folder, ['ours'])
    const opened = openFileSpool(folder)
    opened.spool.refresh()
    const startedMs = performance.now()
    expect(await drained(opened)).toEqual([['ours']])
    expect(performance.now() - startedMs).toBeLessThan(1_000 + (await slackMs()))
    expect(opened.account.stats.droppedByReason).toEqual({ damaged: 1 })
    expect(isBalanced(opened)).toBe(true)
    expect(readdirSync(spoolFolder(folder)).filter((left) => left.endsWith('.rdy') || left.endsWith('.lse'))).toEqual(
      [],
    )
  }
})

// --- helpers, in order of use ---

function openLooked(folder: string): OpenSpool {
  const opened = openFileSpool(folder, { storageRetentionMs: Number.MAX_SAFE_INTEGER })
  opened.spool.refresh()
  return opened
}

/** From now on all calls fail. */
function dieOf(disk: FaultyFiles<FileSystem>): never {
  disk.crash('before', 1)
  disk.files.statfsSync('/')
  throw new Error('it did not crash')
}

function compressed(lines: Buffer, items: number): Buffer {
  return Buffer.concat(encodeBatchFile({ body: gzipSync(lines), encoding: 'gzip', items }))
}

/** A file with this header and a valid checksum. */
function withHeader(header: string, body: string): Buffer {
  const rest = `${header}\n${body}`
  return Buffer.from(`${crc32(rest).toString(16).padStart(8, '0')} ${rest}`)
}

function badIn(folder: string): readonly string[] {
  return readdirSync(join(spoolFolder(folder), 'bad'))
}

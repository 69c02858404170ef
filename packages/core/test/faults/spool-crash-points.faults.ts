import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Crash, faultyFiles, type ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { encodeLines } from '../../src/batch/payload'
import type { SerializedEnvelope } from '../../src/item/item'
import { encodeBatchFile } from '../../src/spool/batch-file'
import { SpoolDirectory } from '../../src/spool/directory'
import { leasedName, readName, readyName } from '../../src/spool/file-name'
import type { FileSpoolOptions } from '../../src/spool/file-spool'
import { type FileSystem, systemFiles } from '../../src/spool/file-system'
import { Journal } from '../../src/spool/journal'
import { journalRecord } from '../../src/spool/journal-file'
import type { Claim } from '../../src/spool/spool'
import { deliverAll, Ledger, untilIdle } from '../spool/ledger'
import {
  aClock,
  aFolder,
  anOwner,
  aSpoolFile,
  CLOCK_IS_PROVEN_MS,
  claimed,
  filesIn,
  leaveFile,
  type OpenSpool,
  openFileSpool,
  spoolFolder,
} from '../spool/open-file-spool'

/** The last steps of a process that dies. */
interface Scenario {
  readonly name: string
  readonly options?: Partial<FileSpoolOptions>
  /** Prepares the folder, without a crash. */
  readonly before?: (world: World) => Promise<unknown> | unknown
  /** The steps with the crash points. */
  readonly act: (world: World) => Promise<unknown> | unknown
  /** The number of items that may be lost and counted. @default 0 */
  readonly mayLose?: number
}

interface World {
  readonly folder: string
  readonly clock: ManualClock
  readonly files: FileSystem
  readonly ledger: Ledger
  readonly opened: OpenSpool
  /** The claim of `before`. */
  claim?: Claim
  journal?: Journal
  journaled: SerializedEnvelope[]
  readonly isAlive: () => boolean
}

const scenarios: readonly Scenario[] = [
  { name: 'put', act: (world) => put(world, 3) },
  { name: 'put, in a directory that is known', before: (world) => put(world, 1), act: (world) => put(world, 3) },
  { name: 'put, synced', options: { isSynced: true }, act: (world) => put(world, 3) },
  {
    name: 'overflow with eviction',
    options: { storageMaxBytes: 1_100 },
    before(world) {
      for (let i = 0; i < 3; i++) put(world, 1)
    },
    act: (world) => put(world, 1),
    mayLose: 1,
  },
  {
    name: 'hold',
    act(world) {
      const items = issue(world, 2)
      if (world.opened.spool.hold({ items }) !== undefined) world.ledger.promised(items)
    },
  },
  { name: 'claim', before: (world) => put(world, 2), act: (world) => world.opened.spool.claim() },
  { name: 'renew', before: claimOne, act: (world) => world.clock.advance(20_000) },
  {
    name: 'ack',
    before: claimOne,
    act({ ledger, claim }) {
      ledger.delivered(claim?.batch.items ?? [])
      claim?.ack()
    },
  },
  { name: 'release', before: claimOne, act: ({ claim }) => claim?.release(claim.batch) },
  {
    name: 'release of a part',
    before: claimOne,
    act({ ledger, claim }) {
      ledger.delivered(claim?.batch.items.slice(0, 1) ?? [])
      claim?.release({ items: claim.batch.items.slice(1) })
    },
  },
  {
    name: 'release of what is compressed now',
    async before(world) {
      await claimOne(world)
      if (world.claim === undefined) return
      const { batch } = world.claim
      batch.payload = { body: gzipSync(encodeLines(batch.items)), encoding: 'gzip', items: batch.items.length }
    },
    act: ({ claim }) => claim?.release(claim.batch),
  },
  {
    name: 'salvage',
    before(world) {
      const items = issue(world, 3)
      const bytes = Buffer.concat(encodeBatchFile({ body: encodeLines(items), encoding: 'identity', items: 3 }))
      world.ledger.promised(items.slice(0, 2))
      leaveFile(world.folder, readyName(aSpoolFile({ items: 3, timeMs: world.clock.epochMs() })), bytes.subarray(0, -9))
      world.opened.spool.refresh()
    },
    act: (world) => world.opened.spool.claim(),
  },
  {
    name: 'garbage collection',
    before(world) {
      const timeMs = world.clock.epochMs() - 48 * 3_600_000
      leaveFile(world.folder, readyName(aSpoolFile({ timeMs })), 'expired')
      leaveFile(world.folder, `${aSpoolFile({ timeMs }).id}.${anOwner('dead')}.tmp`, 'half')
      put(world, 1)
      world.clock.advance(CLOCK_IS_PROVEN_MS)
    },
    act: (world) => world.opened.spool.refresh(),
  },
  {
    name: 'merging files',
    before(world) {
      for (let i = 0; i < 8; i++) put(world, 1)
      world.clock.advance(30_001)
    },
    async act(world) {
      world.opened.spool.refresh()
      await untilIdle(world.folder, () => !world.isAlive())
    },
  },
  {
    name: 'quarantine',
    before: (world) => put(world, 1),
    act: (world) => world.opened.spool.quarantine(issue(world, 1)),
  },
  {
    name: 'the first item of a journal',
    act: (world) => append(world),
  },
  {
    name: 'another item of a journal',
    before: (world) => append(world),
    act: (world) => append(world),
  },
  {
    name: 'an item of a journal, synced',
    options: { isSynced: true },
    before: (world) => append(world),
    act: (world) => append(world),
  },
  {
    name: 'the end of a journal that is still needed',
    before: (world) => append(world),
    act: (world) => world.clock.advance(2_000),
  },
  {
    name: 'renewing a journal',
    before: (world) => append(world),
    act: (world) => world.clock.advance(20_000),
  },
  {
    name: 'the end of a journal',
    before(world) {
      append(world)
      world.clock.advance(2_000)
    },
    act(world) {
      world.ledger.delivered(world.journaled)
      world.journal?.settled(world.journaled)
    },
  },
  {
    name: 'recovering a journal',
    before: (world) => leaveJournal(world, issue(world, 3), 'half an it'),
    act: recoverJournals,
  },
  {
    name: 'recovering a journal of several batches',
    before: (world) => leaveJournal(world, issue(world, 40, 60_000)),
    act: recoverJournals,
  },
  {
    name: 'recovering two journals',
    before(world) {
      leaveJournal(world, issue(world, 2))
      leaveJournal(world, issue(world, 2))
    },
    act: recoverJournals,
  },
  {
    name: 'claiming a journal',
    before(world) {
      leaveJournal(world, issue(world, 3))
      world.opened.spool.refresh()
    },
    act: (world) => world.opened.spool.claim(),
  },
]

describe.each(scenarios)('a process that dies during: $name', (scenario) => {
  it.each(['before', 'within', 'after'] as const)('%s any of its calls loses nothing', async (when) => {
    const calls = await callsOf(scenario)
    expect(calls).toBeGreaterThan(0)
    for (let nth = 1; nth <= calls; nth++) await dieAt(scenario, when, nth)
  })
})

it('covers more than forty crash points', async () => {
  let points = 0
  for (const scenario of scenarios) points += await callsOf(scenario)
  expect(points).toBeGreaterThan(40)
})

// --- helpers, in order of use ---

async function callsOf(scenario: Scenario): Promise<number> {
  const { disk, world } = aWorld(scenario)
  await scenario.before?.(world)
  const before = disk.calls.length
  await scenario.act(world)
  return disk.calls.length - before
}

/** The process dies at the nth call, and another one delivers what it left. */
async function dieAt(scenario: Scenario, when: 'before' | 'within' | 'after', nth: number): Promise<void> {
  const { disk, world } = aWorld(scenario)
  const { folder, clock, ledger, opened } = world
  await scenario.before?.(world)
  disk.crash(when, nth)
  await scenario.act(world)
  if (disk.hasCrashed) await new Promise((resolve) => setImmediate(resolve)) // its pending steps fail
  const point = `${when} call ${nth} of ${scenario.name}: ${disk.calls.at(-1)}`
  expect([point, disk.hasCrashed]).toEqual([point, true])
  expect(opened.troubles.filter((trouble) => !(trouble instanceof Crash))).toEqual([])
  for (const name of readdirSync(spoolFolder(folder)))
    expect([point, name, name === 'bad' || readName(name) !== undefined]).toEqual([point, name, true])

  clock.advance(60_001)
  const next = openFileSpool(folder, {}, { clock })
  await deliverAll(folder, [next], ledger)
  const { missing, invented, mostCopies } = ledger
  expect({ point, missing: missing.length, invented }).toEqual({
    point,
    missing: Math.min(missing.length, scenario.mayLose ?? 0),
    invented: [],
  })
  expect([point, mostCopies <= 2]).toEqual([point, true])

  // Unfinished files are removed after ten minutes, and nothing else is left.
  clock.advance(11 * 60_000)
  next.spool.refresh()
  expect([point, ...readdirSync(spoolFolder(folder)).filter((name) => name !== 'bad')]).toEqual([point])
}

function aWorld({ options }: Scenario) {
  const [folder, clock, disk] = [aFolder(), aClock(), faultyFiles(systemFiles)]
  const opened = openFileSpool(folder, options, { clock, files: disk.files })
  const ledger = new Ledger()
  const world: World = {
    folder,
    clock,
    files: disk.files,
    ledger,
    opened,
    journaled: [],
    isAlive: () => !disk.hasCrashed,
  }
  world.journal = new Journal({
    directory: new SpoolDirectory([{ base: folder, levels: ['spool'] }], disk.files),
    clock,
    files: disk.files,
    isSynced: options?.isSynced === true,
    maxBytes: 16_777_216,
    onTrouble: (error) => opened.troubles.push(error),
  })
  return { disk, world }
}

function issue({ ledger }: World, items: number, padding = 0): readonly SerializedEnvelope[] {
  return Array.from({ length: items }, () => ledger.issue(1, padding))
}

/** A journal of a dead process. */
function leaveJournal({ folder, clock, ledger }: World, items: readonly SerializedEnvelope[], tail = ''): void {
  const file = aSpoolFile({ kind: 'journal', items: 0, bytes: 0, timeMs: clock.epochMs() })
  const name = leasedName(file, { untilMs: clock.epochMs() + 60_000, owner: anOwner('dead') })
  leaveFile(folder, name, items.map(journalRecord).join('') + tail)
  ledger.promised(items)
}

/** Resolves when batches have replaced all journals. */
async function recoverJournals({ folder, opened, isAlive }: World): Promise<void> {
  const hasJournals = () => filesIn(folder).some((name) => readName(name)?.file.kind === 'journal')
  opened.spool.refresh()
  while (isAlive() && hasJournals()) await new Promise((resolve) => setTimeout(resolve, 1))
  await untilIdle(folder, () => !isAlive())
}

function put(world: World, count: number): void {
  const items = issue(world, count)
  const payload = { body: encodeLines(items), encoding: 'identity', items: count } as const
  if (world.opened.spool.put({ items, payload }) === 'stored') world.ledger.promised(items)
}

async function claimOne(world: World): Promise<void> {
  put(world, 3)
  world.claim = await claimed(world.opened)
}

function append(world: World): void {
  const item = world.ledger.issue()
  item.sequence = world.journaled.length + 1
  world.journal?.append(item, item.sequence)
  if (!world.isAlive()) return
  world.ledger.promised([item])
  world.journaled.push(item)
}

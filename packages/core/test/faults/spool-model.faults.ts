import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type FaultyFiles, faultyFiles, type ManualClock } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { encodePayload } from '../../src/batch/payload'
import type { SerializedEnvelope } from '../../src/item/item'
import { SpoolDirectory } from '../../src/spool/directory'
import { readName } from '../../src/spool/file-name'
import { type FileSystem, systemFiles } from '../../src/spool/file-system'
import { Journal } from '../../src/spool/journal'
import type { Claim } from '../../src/spool/spool'
import { deliverAll, Ledger } from '../spool/ledger'
import {
  aClock,
  aFolder,
  filesIn,
  isBalanced,
  type OpenSpool,
  openFileSpool,
  spoolFolder,
} from '../spool/open-file-spool'

const NUM_RUNS = Number(process.env['MODEL_RUNS'] ?? 500)
const SEED = process.env['MODEL_SEED'] === undefined ? {} : { seed: Number(process.env['MODEL_SEED']) }

/** Writers use journal and spool, drainers send batches. All of them share one directory. */
const WRITERS = 3
const DRAINERS = 2

const AMPLE = 104_857_600
/** Room for about twenty items. */
const SCARCE = 30_000

const writer = fc.nat({ max: WRITERS - 1 })
const drainer = fc.nat({ max: DRAINERS - 1 }).map((which) => WRITERS + which)
const anyone = fc.nat({ max: WRITERS + DRAINERS - 1 })

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put'),
      who: writer,
      items: fc.integer({ min: 1, max: 5 }),
      severity: fc.constantFrom(1, 3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('append'), who: writer, items: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle'), who: writer }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('look'), who: anyone }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('claim'), who: drainer }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ack'), who: drainer }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release'), who: drainer, compressed: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release a part'), who: drainer }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hold'), who: writer }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('die'), who: anyone }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('die at'),
      who: anyone,
      call: fc.integer({ min: 1, max: 12 }),
      when: fc.constantFrom('before', 'within', 'after'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stand still'), who: anyone }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('time'), ms: fc.constantFrom(100, 2_000, 25_000, 61_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('corrupt'),
      file: fc.nat(),
      at: fc.nat(),
      how: fc.constantFrom('flip', 'cut'),
    }),
  },
) as fc.Arbitrary<Action>

type Action =
  | { readonly do: 'put'; readonly who: number; readonly items: number; readonly severity: 1 | 3 }
  | { readonly do: 'append'; readonly who: number; readonly items: number }
  | {
      readonly do: 'settle' | 'look' | 'claim' | 'ack' | 'release a part' | 'hold' | 'die' | 'stand still'
      readonly who: number
    }
  | { readonly do: 'release'; readonly who: number; readonly compressed: boolean }
  | { readonly do: 'die at'; readonly who: number; readonly call: number; readonly when: 'before' | 'within' | 'after' }
  | { readonly do: 'time'; readonly ms: number }
  | { readonly do: 'corrupt'; readonly file: number; readonly at: number; readonly how: 'flip' | 'cut' }

it('writers and drainers of one directory count every lost item, deliver no unknown item, and cause few duplicates', async () => {
  const quotas = fc.constantFrom(AMPLE, SCARCE)
  await fc.assert(
    fc.asyncProperty(quotas, fc.array(action, { minLength: 5, maxLength: 80, size: 'max' }), async (quota, actions) => {
      const world = new World(quota)
      for (const one of actions) await world.act(one)
      await world.settle()
      world.check()
    }),
    { numRuns: NUM_RUNS, ...SEED, endOnFailure: false },
  )
})

// --- helpers ---

/** The clock of a process that may be stopped, so that its timers are late. */
class OwnClock {
  readonly #shared: ManualClock
  #late: (() => void)[] | undefined

  constructor(shared: ManualClock) {
    this.#shared = shared
  }

  get isStandingStill(): boolean {
    return this.#late !== undefined
  }

  monotonicMs = (): number => this.#shared.monotonicMs()
  epochMs = (): number => this.#shared.epochMs()
  after = (delayMs: number, callback: () => void): { cancel(): void } => {
    let isCancelled = false
    const timer = this.#shared.after(delayMs, () => {
      const call = () => {
        if (!isCancelled) callback()
      }
      if (this.#late === undefined) call()
      else this.#late.push(call)
    })
    return {
      cancel: () => {
        isCancelled = true
        timer.cancel()
      },
    }
  }

  standStill(): void {
    this.#late ??= []
  }

  goOn(): void {
    const late = this.#late ?? []
    this.#late = undefined
    for (const call of late) call()
  }
}

interface Process {
  readonly opened: OpenSpool
  readonly journal: Journal
  readonly disk: FaultyFiles<FileSystem>
  readonly clock: OwnClock
  readonly claims: Claim[]
  readonly journalled: SerializedEnvelope[]
  readonly removals: Removals
  sequence: number
}

/** The calls of one process. */
interface Removals {
  readonly files: FileSystem
  /** The last removal: the number of items, and the index of the call. */
  last: { readonly items: number; readonly call: number } | undefined
}

class World {
  readonly #folder = aFolder()
  readonly #clock = aClock()
  readonly #ledger = new Ledger()
  readonly #quota: number
  readonly #processes: Process[]
  /** Includes dead processes, whose counts remain valid. */
  readonly #all: Process[] = []
  #interruptions = 0
  #damagedItems = 0

  constructor(quota: number) {
    this.#quota = quota
    this.#processes = Array.from({ length: WRITERS + DRAINERS }, () => this.#start())
  }

  async act(action: Action): Promise<void> {
    if (action.do === 'time') return this.#clock.advance(action.ms)
    if (action.do === 'corrupt') return this.#corrupt(action.file, action.at, action.how)
    const process = this.#processes[action.who]
    if (process === undefined) return
    if (process.disk.hasCrashed) return this.#replace(action.who)
    if (process.clock.isStandingStill) return process.clock.goOn()
    const { spool, account } = process.opened
    switch (action.do) {
      case 'put': {
        const items = Array.from({ length: action.items }, () =>
          this.#ledger.issue(action.severity, this.#quota === SCARCE ? 1_500 : 0),
        )
        if (spool.put({ items }) === 'stored') this.#ledger.promised(items)
        break
      }
      case 'append':
        for (let i = 0; i < action.items; i++) {
          const item = this.#ledger.issue()
          item.sequence = ++process.sequence
          process.journal.append(item, item.sequence)
          if (process.disk.hasCrashed || !process.journal.holds(item.sequence)) continue
          this.#ledger.promised([item])
          process.journalled.push(item)
        }
        break
      case 'settle': {
        const items = process.journalled.splice(0)
        this.#ledger.delivered(items)
        process.journal.settled(items)
        break
      }
      case 'look':
        spool.refresh()
        break
      case 'claim': {
        const claim = await spool.claim()
        if (claim !== undefined) process.claims.push(claim)
        break
      }
      case 'ack': {
        const claim = process.claims.shift()
        if (claim === undefined) break
        this.#ledger.delivered(claim.batch.items)
        claim.ack()
        account.sent(claim.batch.items)
        break
      }
      case 'release': {
        const claim = process.claims.shift()
        if (claim === undefined) break
        if (action.compressed) claim.batch.payload ??= await encodePayload(claim.batch.items, 'gzip')
        claim.release(claim.batch)
        break
      }
      case 'release a part': {
        const claim = process.claims.shift()
        if (claim === undefined) break
        const sent = claim.batch.items.slice(0, Math.ceil(claim.batch.items.length / 2))
        const items = claim.batch.items.slice(sent.length)
        this.#ledger.delivered(sent)
        if (items.length === 0) claim.ack()
        else claim.release({ items })
        account.sent(sent)
        // If the rest cannot be written, the whole batch is released.
        if (!spool.accepts || this.#quota === SCARCE) this.#interruptions++
        break
      }
      case 'hold': {
        const items = [this.#ledger.issue()]
        const claim = spool.hold({ items })
        if (claim === undefined) break
        this.#ledger.promised(items)
        claim.release(claim.batch)
        break
      }
      case 'die':
        process.disk.crash('before', 1)
        spool.refresh()
        this.#interruptions++
        break
      case 'die at':
        process.disk.crash(action.when, action.call)
        this.#interruptions++
        break
      case 'stand still':
        process.clock.standStill()
        this.#interruptions++
        break
    }
  }

  /** All processes die, and a new one delivers everything, however long it takes. */
  async settle(): Promise<void> {
    for (const { clock, disk, opened } of this.#processes) {
      clock.goOn()
      if (!disk.hasCrashed) disk.crash('before', 1)
      opened.spool.refresh()
    }
    this.#interruptions++
    this.#clock.advance(11 * 60_000)
    const last = this.#start()
    await deliverAll(this.#folder, [last.opened], this.#ledger)
    this.#clock.advance(11 * 60_000)
    await deliverAll(this.#folder, [last.opened], this.#ledger)
  }

  check(): void {
    const dropped = this.#all.reduce((sum, { opened }) => sum + opened.account.stats.dropped, 0)
    const { missing, invented, mostCopies } = this.#ledger
    const uncounted = this.#all.reduce((sum, process) => sum + removedInDeath(process), 0)
    expect(missing.length).toBeLessThanOrEqual(dropped + uncounted + this.#damagedItems)
    if (dropped + uncounted + this.#damagedItems === 0) expect(missing).toEqual([])
    // A flipped bit of compressed data may change several lines.
    expect(invented.length).toBeLessThanOrEqual(this.#damagedItems)
    expect(mostCopies).toBeLessThanOrEqual(1 + this.#interruptions)
    expect(filesIn(this.#folder)).toEqual([])
    for (const { opened } of this.#all) expect(isBalanced(opened)).toBe(true)
  }

  #start(): Process {
    const removals: Removals = {
      files: {
        ...systemFiles,
        unlinkSync: (path) => {
          const items = itemsIn(String(path))
          systemFiles.unlinkSync(path)
          removals.last = { items, call: disk.calls.length }
        },
      },
      last: undefined,
    }
    const clock = new OwnClock(this.#clock)
    const disk = faultyFiles(removals.files)
    const opened = openFileSpool(this.#folder, { storageMaxBytes: this.#quota }, { clock, files: disk.files })
    const journal = new Journal({
      directory: new SpoolDirectory([{ base: this.#folder, levels: ['spool'] }], disk.files),
      clock,
      files: disk.files,
      isSynced: false,
      maxBytes: 16_777_216,
      onTrouble: () => {},
    })
    const process = { opened, journal, disk, clock, removals, claims: [], journalled: [], sequence: 0 }
    this.#all.push(process)
    return process
  }

  #replace(who: number): void {
    this.#processes[who] = this.#start()
  }

  /** Damages a ready file: a file in use is not written by others. */
  #corrupt(which: number, at: number, how: 'flip' | 'cut'): void {
    const ready = filesIn(this.#folder).filter((name) => readName(name)?.state.kind === 'ready')
    const name = ready[which % ready.length]
    if (name === undefined) return
    const path = join(spoolFolder(this.#folder), name)
    const bytes = readFileSync(path)
    if (bytes.length === 0) return
    this.#damagedItems += itemsIn(path)
    if (how === 'cut') return truncateSync(path, at % bytes.length)
    bytes.writeUInt8(bytes.readUInt8(at % bytes.length) ^ (1 << (at & 7)), at % bytes.length)
    writeFileSync(path, bytes)
  }
}

/** The number of items in the file's name. The name of a journal has none. */
function itemsIn(path: string): number {
  return readName(basename(path))?.file.items || readFileSync(path, 'latin1').split('\n').length - 1
}

/** Items of a file that was evicted when the process died, before it could count them. */
function removedInDeath({ disk, removals }: Process): number {
  return disk.hasCrashed && removals.last?.call === disk.calls.length ? removals.last.items : 0
}

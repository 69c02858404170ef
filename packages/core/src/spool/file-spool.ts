import type { Batch } from '../batch/batch'
import { callSafely } from '../call-safely'
import type { Clock, Timer } from '../clock'
import type { SpoolAccount } from '../diagnostics/spool-account'
import type { SpoolContents } from '../diagnostics/stats'
import type { SerializedEnvelope } from '../item/item'
import { BatchReader } from './batch-reader'
import { BatchStore } from './batch-store'
import { BatchWriter, type WriteMode, type WriterOptions } from './batch-writer'
import { ClaimRights } from './claim-rights'
import { Claims } from './claims'
import type { SpoolDirectory } from './directory'
import type { Election } from './election'
import { FileNames } from './file-name'
import { type FileSystem, systemFiles } from './file-system'
import { Holdings } from './holdings'
import { Janitor } from './janitor'
import { JournalRecovery } from './journal-recovery'
import { OwnItems } from './own-items'
import { Quarantine } from './quarantine'
import { ReadyFiles } from './ready-files'
import type { Claim, Spool } from './spool'
import { SpoolIndex } from './spool-index'

export interface FileSpoolOptions extends WriterOptions {
  /** The interval at which to look for files of other processes. */
  readonly storageMaintenanceMs: number
}

export interface FileSpoolParts {
  readonly directory: SpoolDirectory
  readonly election: Election
  readonly account: SpoolAccount
  readonly clock: Clock
  /** Called when there may be a batch to claim. */
  readonly onReady: () => void
  /** Called with disk errors. */
  readonly onTrouble: (error: unknown) => void
  readonly files?: FileSystem
}

/**
 * Stores each batch as one file, which is written once and never changed. The file name contains the state, so every step
 * is one rename. A rename succeeds in only one process, so no locks are needed.
 *
 *     put      X.tmp -> X.rdy                     on disk, and counted as spooled, when it returns
 *     claim    X.rdy -> X.<until>-<owner>.lse     if the process dies, the lease expires
 *     ack      X.<until>-<owner>.lse -> removed
 *
 * This class connects its parts and schedules maintenance: refresh the index, then drain and tidy up if this process leads.
 */
export class FileSpool implements Spool {
  readonly durable = true
  /** The items of this process that are on disk. */
  readonly own = new OwnItems()
  /** @see FileNames.writer */
  readonly writer: string
  readonly #options: FileSpoolOptions
  readonly #parts: FileSpoolParts
  readonly #ready = new ReadyFiles()
  readonly #rights: ClaimRights
  readonly #holdings: Holdings
  readonly #index: SpoolIndex
  readonly #store: BatchStore
  readonly #claims: Claims
  readonly #quarantine: Quarantine
  readonly #janitor: Janitor
  #timer: Timer | undefined
  #isChecked = false

  constructor(options: FileSpoolOptions, parts: FileSpoolParts) {
    const { directory, election, clock, account, onReady, onTrouble, files = systemFiles } = parts
    const [own, ready, names] = [this.own, this.#ready, new FileNames()]
    const holder = { files, clock, owner: names.owner }
    const onRefreshDue = () => this.refresh()
    const rights = new ClaimRights({ election, directory, clock, onReady, onElected: onRefreshDue, onTrouble })
    const holdings = new Holdings({ holder, own, account, ready, rights })
    const index = new SpoolIndex({ files, directory, names, clock, ready, holdings, onRefreshDue })
    const writer = new BatchWriter(options, { files, directory, names, clock, account, ready, index })
    const store = new BatchStore({ holder, clock, writer, index, ready, holdings, rights, own, onTrouble })
    const reader = new BatchReader(files, own)
    const recovery = new JournalRecovery({ store, holdings, onTrouble })
    const quarantine = new Quarantine(files, clock, onTrouble)
    const shared = { account, ready, holdings, index, reader, store, recovery, quarantine, onTrouble }
    this.writer = names.writer
    this.#options = options
    this.#parts = parts
    this.#rights = rights
    this.#holdings = holdings
    this.#index = index
    this.#store = store
    this.#claims = new Claims({ ...shared, directory, clock, own, rights })
    this.#quarantine = quarantine
    this.#janitor = new Janitor({ ...shared, holder, writer, retentionMs: options.storageRetentionMs })
  }

  get items(): number {
    return this.#index.total.items
  }

  get accepts(): boolean {
    return this.#store.accepts
  }

  /** True if `put` accepts `urgent` batches. */
  get acceptsUrgent(): boolean {
    return this.#store.acceptsUrgent
  }

  get hasReady(): boolean {
    return this.#claims.hasReady
  }

  put(batch: Batch, mode?: WriteMode): 'stored' | 'refused' {
    return this.#store.put(batch, mode)
  }

  hold(batch: Batch): Claim | undefined {
    const held = this.#store.hold(batch, 'urgent')
    return held && this.#claims.open(held, batch)
  }

  claim(): Promise<Claim | undefined> {
    return this.#claims.claim()
  }

  quarantine(items: readonly SerializedEnvelope[]): void {
    const { directory, onTrouble } = this.#parts
    callSafely(() => this.#quarantine.keep(directory.open(), items), onTrouble)
  }

  /** Starts maintenance and repeats it until `stop`. */
  start(): void {
    this.#rights.activate()
    this.#checkDirectory()
    this.refresh()
    // Vary the delay, so that processes do not refresh at the same time.
    const delayMs = this.#options.storageMaintenanceMs * (0.8 + 0.4 * Math.random())
    this.#timer = this.#parts.clock.after(delayMs, () => this.start())
  }

  /** Stops maintenance and lets another process lead. Claims stay valid until they are acknowledged or released. */
  async stop(): Promise<void> {
    this.#isChecked = true
    this.#timer?.cancel()
    this.#index.stop()
    await this.#rights.deactivate()
  }

  /**
   * Scans the directory and, if this process leads, drains it and tidies it up. Scans the first slice at once, and the rest
   * of a large directory in later turns.
   */
  refresh(): void {
    const { directory, onReady, onTrouble } = this.#parts
    this.#holdings.removeAgain(onTrouble)
    callSafely(() => {
      if (!this.#index.refresh()) return this.#index.refreshLater()
      const path = directory.find()
      if (path === undefined || this.#index.total.files === 0) return
      if (!this.#rights.isLeader) return this.#rights.joinElection(path)
      this.#janitor.tidyUp(path)
      if (this.hasReady) onReady()
    }, onTrouble)
  }

  /** @see ClaimRights.claimOwnOnly */
  claimOwnOnly(): () => void {
    return this.#rights.claimOwnOnly()
  }

  /** @see ClaimRights.pause */
  pauseClaims(pauseMs: number): void {
    this.#rights.pause(pauseMs)
  }

  /** @see Claims.releaseAll */
  releaseClaims(): void {
    this.#claims.releaseAll()
  }

  /** Treats the files that `writer` left on disk as this process's own. Scans the whole directory before it returns. */
  adopt(writer: string): void {
    this.#index.adopt(writer)
    callSafely(() => {
      while (!this.#index.refresh()) {}
    }, this.#parts.onTrouble)
  }

  /** The contents of the directory, as far as this process knows. Checks the directory if it has not been checked yet. */
  get contents(): SpoolContents {
    if (!this.#isChecked) this.#checkDirectory()
    const { foreign, total } = this.#index
    const oldestMs = this.#ready.oldest()?.file.timeMs
    const ageMs = oldestMs === undefined ? undefined : this.#parts.clock.epochMs() - oldestMs
    return {
      state: this.accepts ? 'on' : 'suspended',
      ...total,
      oldestAgeMs: ageMs === undefined ? undefined : Math.max(0, ageMs),
      foreign,
    }
  }

  /** Checks whether the directory can be used, before it is needed. */
  #checkDirectory(): void {
    this.#isChecked = true
    if (!this.accepts) return
    try {
      this.#parts.directory.open()
    } catch (error) {
      this.#store.failed(error)
    }
  }
}

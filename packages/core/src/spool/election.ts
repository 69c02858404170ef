import { rmdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LockOptions } from 'proper-lockfile'
import { FileNames } from './file-name'
import { codeOf, type FileSystem, quietly, readFile, removeQuietly, systemFiles, writeFile } from './file-system'
import { HOLDER, LOCK } from './listing'

/**
 * Elects one of the processes that share a directory to drain it and tidy it up. Nothing is lost if there are two leaders
 * or none: the election only protects a recovering endpoint from many senders.
 */
export interface Election {
  readonly isLeader: boolean
  /** Tries once to become the leader, and calls `onElected` if it succeeds. */
  join(directory: string, onElected: () => void): void
  /** Gives up the leadership permanently. */
  leave(): Promise<void>
}

type Lock = typeof import('proper-lockfile').lock

/**
 * Elects the leader with a lock file, which the leader keeps touching, and a second file, which names the leader. The lock
 * of a dead process on this machine is taken over at once, and any other lock if it was not touched for half a minute.
 */
export class LockElection implements Election {
  readonly #names = new FileNames()
  readonly #files: FileSystem
  #state: 'out' | 'trying' | 'leader' | 'left' = 'out'
  #attempt: Promise<void> | undefined
  #release: (() => Promise<void>) | undefined

  constructor(files: FileSystem = systemFiles) {
    this.#files = files
  }

  get isLeader(): boolean {
    return this.#state === 'leader'
  }

  join(directory: string, onElected: () => void): void {
    if (this.#state !== 'out') return
    this.#state = 'trying'
    this.#attempt = this.#lock(directory).then((hasWon) => {
      if (this.#state === 'left') return
      this.#state = hasWon ? 'leader' : 'out'
      if (hasWon) onElected()
    })
  }

  async leave(): Promise<void> {
    this.#state = 'left'
    await this.#attempt
    const release = this.#release
    this.#release = undefined
    await release?.().catch(() => {}) // another process has taken over the lock
  }

  async #lock(directory: string): Promise<boolean> {
    try {
      await this.#take(directory).catch((error) => {
        if (codeOf(error) !== 'ELOCKED' || !this.#isHolderDead(directory)) throw error
        rmdirSync(join(directory, LOCK)) // if another process does the same, there are two leaders for a while
        return this.#take(directory)
      })
      return true
    } catch (error) {
      // If locks do not work at all, every process leads, which is better than no leader.
      return codeOf(error) !== 'ELOCKED'
    }
  }

  async #take(directory: string): Promise<void> {
    // Loading this takes 30 ms and patches `process`, so do it only if there are batches to drain.
    const { lock }: { readonly lock: Lock } = require('proper-lockfile')
    const release = await lock(join(directory, 'drain'), {
      ...LOCK_OPTIONS,
      lockfilePath: join(directory, LOCK),
      // Override the default handler, which throws and would end the application.
      onCompromised: () => {
        this.#release = undefined
        if (this.#state === 'leader') this.#state = 'out'
      },
    })
    const holder = join(directory, HOLDER)
    this.#release = () => {
      removeQuietly(this.#files, holder)
      return release()
    }
    removeQuietly(this.#files, holder)
    quietly(() => writeFile(this.#files, holder, [Buffer.from(this.#names.owner)], false))
  }

  #isHolderDead(directory: string): boolean {
    const holder = quietly(() => readFile(this.#files, join(directory, HOLDER), MAX_HOLDER_BYTES))
    return holder === undefined ? this.#isAbandoned(directory) : this.#names.isOfDeadProcess(holder.toString())
  }

  /** Returns true if the leader must have died before it could write the file that names it. */
  #isAbandoned(directory: string): boolean {
    const lock = quietly(() => this.#files.lstatSync(join(directory, LOCK)))
    return lock !== undefined && Math.abs(Date.now() - lock.mtimeMs) > MAX_NAMELESS_MS
  }
}

// --- helpers ---

const MAX_HOLDER_BYTES = 100

/** The leader names itself in the file as soon as it has the lock, which takes much less time even on a busy machine. */
const MAX_NAMELESS_MS = 10_000

const LOCK_OPTIONS: LockOptions = { stale: 30_000, update: 5_000, retries: 0, realpath: false }

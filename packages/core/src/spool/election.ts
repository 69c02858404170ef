import { rmdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LockOptions } from 'proper-lockfile'
import { FileNames } from './file-name'
import { codeOf, type FileSystem, quietly, readFile, removeQuietly, systemFiles, writeFile } from './file-system'
import { HOLDER, LOCK } from './listing'

/**
 * Who of the processes that share a directory sends what waits in it and tidies it up. That is politeness towards an
 * endpoint that is just coming back, and nothing else: two leaders at once lose nothing, and neither does having none.
 */
export interface Election {
  readonly isLeader: boolean
  /** Tries to become the leader; `elected` is called when it has. */
  join(directory: string, elected: () => void): void
  leave(): Promise<void>
}

type Lock = typeof import('proper-lockfile').lock

/**
 * Decides by a lock file that its holder touches, and by a file beside it that names the holder: the lock of a process
 * of this machine that is gone is taken over at once, that of any other when it was not touched for half a minute.
 */
export class LockElection implements Election {
  readonly #names = new FileNames()
  readonly #files: FileSystem
  #state: 'out' | 'standing' | 'leader' | 'retired' = 'out'
  #standing: Promise<void> | undefined
  #release: (() => Promise<void>) | undefined

  constructor(files: FileSystem = systemFiles) {
    this.#files = files
  }

  get isLeader(): boolean {
    return this.#state === 'leader'
  }

  join(directory: string, elected: () => void): void {
    if (this.#state !== 'out') return
    this.#state = 'standing'
    this.#standing = this.#lock(directory).then((hasWon) => {
      if (this.#state === 'retired') return
      this.#state = hasWon ? 'leader' : 'out'
      if (hasWon) elected()
    })
  }

  async leave(): Promise<void> {
    this.#state = 'retired'
    await this.#standing
    const release = this.#release
    this.#release = undefined
    await release?.().catch(() => {}) // it was taken over meanwhile
  }

  async #lock(directory: string): Promise<boolean> {
    try {
      await this.#take(directory).catch((error) => {
        if (codeOf(error) !== 'ELOCKED' || !this.#isHolderDead(directory)) throw error
        rmdirSync(join(directory, LOCK)) // if another process has just taken it over, there are two leaders for a while
        return this.#take(directory)
      })
      return true
    } catch (error) {
      // Where locks do not work at all, everybody leads: that is better than nobody.
      return codeOf(error) !== 'ELOCKED'
    }
  }

  async #take(directory: string): Promise<void> {
    // Loading it takes 30 ms and patches `process`: only where there is something to lead.
    const { lock }: { readonly lock: Lock } = require('proper-lockfile')
    const release = await lock(join(directory, 'drain'), {
      ...LOCK_OPTIONS,
      lockfilePath: join(directory, LOCK),
      // The default throws, which would end the application.
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
    return holder !== undefined && this.#names.isOfDeadProcess(holder.toString())
  }
}

// --- helpers ---

const MAX_HOLDER_BYTES = 100

const LOCK_OPTIONS: LockOptions = { stale: 30_000, update: 5_000, retries: 0, realpath: false }

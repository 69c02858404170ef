import { join } from 'node:path'
import type { LockOptions } from 'proper-lockfile'
import { codeOf } from './file-system'
import { LOCK } from './listing'

/**
 * Who of the processes that share a directory sends what waits in it and tidies it up. That is politeness towards an
 * endpoint that is just coming back, and nothing else: two leaders at once lose nothing, and neither does having none.
 */
export interface Election {
  readonly isLeader: boolean
  /** Tries to become the leader; `elected` is called when it has. */
  stand(directory: string, elected: () => void): void
  resign(): Promise<void>
}

type Lock = typeof import('proper-lockfile').lock

/** Decides by a lock file that its holder touches. */
export class LockElection implements Election {
  #state: 'out' | 'standing' | 'leader' | 'retired' = 'out'
  #standing: Promise<void> | undefined
  #release: (() => Promise<void>) | undefined

  get isLeader(): boolean {
    return this.#state === 'leader'
  }

  stand(directory: string, elected: () => void): void {
    if (this.#state !== 'out') return
    this.#state = 'standing'
    this.#standing = this.#lock(directory).then((hasWon) => {
      if (this.#state === 'retired') return
      this.#state = hasWon ? 'leader' : 'out'
      if (hasWon) elected()
    })
  }

  async resign(): Promise<void> {
    this.#state = 'retired'
    await this.#standing
    const release = this.#release
    this.#release = undefined
    await release?.().catch(() => {}) // it was taken over meanwhile
  }

  async #lock(directory: string): Promise<boolean> {
    try {
      // Loading it takes 30 ms and patches `process`: only where there is something to lead.
      const { lock }: { readonly lock: Lock } = require('proper-lockfile')
      this.#release = await lock(join(directory, 'drain'), {
        ...LOCK_OPTIONS,
        lockfilePath: join(directory, LOCK),
        // The default throws, which would end the application.
        onCompromised: () => {
          this.#release = undefined
          if (this.#state === 'leader') this.#state = 'out'
        },
      })
      return true
    } catch (error) {
      // Where locks do not work at all, everybody leads: that is better than nobody.
      return codeOf(error) !== 'ELOCKED'
    }
  }
}

// --- helpers ---

const LOCK_OPTIONS: LockOptions = { stale: 30_000, update: 5_000, retries: 0, realpath: false }

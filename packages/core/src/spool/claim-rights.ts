import { callSafely } from '../call-safely'
import type { Clock, Timer } from '../clock'
import type { SpoolDirectory } from './directory'
import type { Election } from './election'
import type { Whose } from './ready-files'

export interface ClaimRightsParts {
  readonly election: Election
  readonly directory: SpoolDirectory
  readonly clock: Clock
  /** Called when this process may claim a batch that became ready. */
  readonly onReady: () => void
  /** Called when this process has become the leader. */
  readonly onElected: () => void
  readonly onTrouble: (error: unknown) => void
}

/** Decides which batches this process may claim: all batches if it leads, and its own batches during a flush. */
export class ClaimRights {
  readonly #parts: ClaimRightsParts
  #isActive = false
  #ownOnly = 0
  #pausedUntilMs = Number.NEGATIVE_INFINITY
  #electionTimer: Timer | undefined
  #readyTimer: Timer | undefined

  constructor(parts: ClaimRightsParts) {
    this.#parts = parts
  }

  get isLeader(): boolean {
    return this.#parts.election.isLeader
  }

  /** The files that this process may claim now. Undefined if it may not claim any. */
  get scope(): Whose | undefined {
    if (this.#ownOnly > 0) return 'own'
    const isPaused = this.#parts.clock.monotonicMs() < this.#pausedUntilMs
    return this.isLeader && !isPaused ? 'any' : undefined
  }

  /**
   * Allows this process to claim its own files, and only those, even if it does not lead. Used during a flush. Returns a
   * function that ends this.
   */
  claimOwnOnly(): () => void {
    this.#ownOnly++
    return () => {
      this.#ownOnly--
    }
  }

  /** Forbids claims until the pause is over, except during a flush. */
  pause(pauseMs: number): void {
    this.#pausedUntilMs = this.#parts.clock.monotonicMs() + pauseMs
  }

  /** From now on, a batch that becomes ready may start an election. */
  activate(): void {
    this.#isActive = true
  }

  async deactivate(): Promise<void> {
    this.#isActive = false
    await this.#parts.election.leave()
  }

  joinElection(path: string): void {
    this.#parts.election.join(path, this.#parts.onElected)
  }

  /** Handles a batch that became ready: it may be claimed or start an election. */
  batchReady(): void {
    const { clock, onReady } = this.#parts
    // Do not start an election during a flush: the process may be ending, and loading the election code changes exit codes. The
    // next refresh joins an election.
    if (this.#ownOnly > 0) {
      this.#readyTimer ??= clock.after(0, () => {
        this.#readyTimer = undefined
        onReady()
      })
      return
    }
    // Defer the election, because loading it takes a moment, for which an ending process has no time.
    this.#electionTimer ??= clock.after(0, () => {
      this.#electionTimer = undefined
      if (!this.#isActive) return
      if (this.isLeader) return onReady()
      callSafely(() => {
        const path = this.#parts.directory.find()
        if (path !== undefined) this.joinElection(path)
      }, this.#parts.onTrouble)
    })
  }
}

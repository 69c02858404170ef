import { callSafely } from '../call-safely'
import type { SerializedEnvelope } from '../item/item'
import type { BatchStore } from './batch-store'
import { REQUEST_BYTES, REQUEST_ITEMS } from './bounds'
import type { HeldFile } from './held-file'
import type { Holdings } from './holdings'
import type { Ready } from './ready-files'

export interface RecoveryParts {
  readonly store: BatchStore
  readonly holdings: Holdings
  readonly onTrouble: (error: unknown) => void
}

/** The outcome of earlier attempts to send the journal, which its batches inherit. */
type Attempted = Pick<Ready, 'tries' | 'isInDoubt'>

/**
 * Turns the journal of a dead process into batches, so that no request is larger than a batch. All batches are written
 * before the journal is removed, and can be claimed only afterwards:
 *
 *     journal.lse -> + batch.lse + batch.lse -> - journal.lse -> batch.rdy batch.rdy
 *
 * If the process dies in between, the leases expire, and the next leader finds the journal or the batches. It finds both
 * only if the process dies during the single turn in which it writes and removes these files.
 */
export class JournalRecovery {
  readonly #parts: RecoveryParts

  constructor(parts: RecoveryParts) {
    this.#parts = parts
  }

  /**
   * Replaces the journal, which this process has leased. Returns false and changes nothing if the disk refuses a batch. The
   * journal can then still be sent unchanged. Never throws.
   */
  replace(journal: HeldFile, items: readonly SerializedEnvelope[], { tries, isInDoubt }: Attempted): boolean {
    const { store, holdings, onTrouble } = this.#parts
    const batches: HeldFile[] = []
    for (const part of partsOf(items)) {
      const held = store.hold({ items: part, timeMs: journal.file.timeMs }, 'recovery')
      if (held === undefined) {
        for (const batch of batches) callSafely(() => holdings.remove(batch), onTrouble)
        return false
      }
      batches.push(held)
    }
    callSafely(() => holdings.remove(journal), onTrouble)
    for (const batch of batches) callSafely(() => holdings.release(batch, tries, isInDoubt), onTrouble)
    return true
  }
}

// --- helpers ---

/** Splits the items, in order, into parts within the limits of a request. */
function* partsOf(items: readonly SerializedEnvelope[]): Generator<readonly SerializedEnvelope[], void, void> {
  let part: SerializedEnvelope[] = []
  let bytes = 0
  for (const item of items) {
    if (part.length === REQUEST_ITEMS || (part.length > 0 && bytes + item.bytes > REQUEST_BYTES)) {
      yield part
      part = []
      bytes = 0
    }
    part.push(item)
    bytes += item.bytes
  }
  if (part.length > 0) yield part
}

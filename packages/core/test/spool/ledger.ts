import type { SerializedEnvelope } from '../../src/item/item'
import { readName } from '../../src/spool/file-name'
import { anItem } from '../builders'
import { filesIn, type OpenSpool } from './open-file-spool'

/** Records which items are safe and which were delivered. Items are identified by their lines. */
export class Ledger {
  readonly #issued = new Set<string>()
  readonly #promised = new Set<string>()
  readonly #copies = new Map<string, number>()
  #next = 0

  /** Makes a unique item, with `padding` additional bytes. */
  issue(severityLevel: 1 | 3 = 1, padding = 0): SerializedEnvelope {
    const item = anItem(`item ${this.#next++}${'.'.repeat(padding)}`, severityLevel)
    this.#issued.add(item.json)
    return item
  }

  /** These items were reported as safe. */
  promised(items: readonly SerializedEnvelope[]): void {
    for (const { json } of items) this.#promised.add(json)
  }

  delivered(items: readonly SerializedEnvelope[]): void {
    for (const { json } of items) this.#copies.set(json, (this.#copies.get(json) ?? 0) + 1)
  }

  /** Safe items that were not delivered. */
  get missing(): readonly string[] {
    return [...this.#promised].filter((json) => !this.#copies.has(json))
  }

  /** Delivered items that were never made. */
  get invented(): readonly string[] {
    return [...this.#copies.keys()].filter((json) => !this.#issued.has(json))
  }

  /** The number of deliveries of the item that was delivered most often. */
  get mostCopies(): number {
    return Math.max(0, ...this.#copies.values())
  }
}

/** Delivers every batch. Takes a few rounds, because files are merged in the background. */
export async function deliverAll(folder: string, all: readonly OpenSpool[], ledger: Ledger): Promise<void> {
  for (let round = 0; round < 10; round++) {
    for (const { spool, account } of all) {
      spool.refresh()
      for (let claim = await spool.claim(); claim !== undefined; claim = await spool.claim()) {
        ledger.delivered(claim.batch.items)
        claim.ack()
        account.sent(claim.batch.items)
      }
    }
    if (filesIn(folder).every((name) => readName(name)?.state.kind === 'being-written')) return
    await untilIdle(folder, () => false)
  }
}

/** Resolves when no batch in the folder is leased, or after some seconds. */
export async function untilIdle(folder: string, isGivenUp: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_000 && !isGivenUp(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    if (!filesIn(folder).some(isLeasedBatch)) return
  }
}

function isLeasedBatch(name: string): boolean {
  const known = readName(name)
  return known?.state.kind === 'leased' && known.file.kind !== 'journal'
}

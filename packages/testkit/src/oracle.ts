import { crc32 } from 'node:zlib'
import type { WireEnvelope } from './decode-body'

/** The comparison of acknowledged and delivered items. All arrays are empty if every guarantee was kept. */
export interface Verdict {
  readonly issued: number
  readonly acknowledged: number
  /** The number of delivered items, without duplicates. */
  readonly delivered: number
  /** Ids that were acknowledged but not delivered. */
  readonly lost: readonly string[]
  /** Ids that were delivered but not issued. */
  readonly unknown: readonly string[]
  /** Ids that were delivered with a different message from the one issued. */
  readonly changed: readonly string[]
  /** The maximum number of deliveries of one item. */
  readonly mostCopies: number
  readonly duplicateItems: number
  /** The number of requests that contained an item that had already been delivered. */
  readonly duplicateBatches: number
}

/**
 * Tracks what happened to every item by its id. A producer reports issued and acknowledged items; the endpoint reports
 * delivered items. The message of an item is its id, a space, and any other characters.
 */
export class Oracle {
  readonly #fingerprints = new Map<string, string>()
  readonly #acknowledged = new Set<string>()
  readonly #copies = new Map<string, number>()
  readonly #changed = new Set<string>()
  #duplicateItems = 0
  #duplicateBatches = 0

  /** Records that the producer is about to log the item. */
  issued(id: string, fingerprint: string): void {
    this.#fingerprints.set(id, fingerprint)
  }

  /** Records that the producer was promised that the item is safe. */
  acknowledged(id: string): void {
    this.#acknowledged.add(id)
  }

  /** Records that the endpoint has received the items of one request. */
  delivered(items: readonly WireEnvelope[]): void {
    let isDuplicate = false
    for (const item of items) {
      const message = item.data.baseData.message ?? ''
      const id = idOf(message)
      const copies = this.#copies.get(id) ?? 0
      this.#copies.set(id, copies + 1)
      if (copies > 0) {
        isDuplicate = true
        this.#duplicateItems++
      }
      const fingerprint = this.#fingerprints.get(id)
      if (fingerprint !== undefined && fingerprint !== fingerprintOf(message)) this.#changed.add(id)
    }
    if (isDuplicate) this.#duplicateBatches++
  }

  /** Reads a line of a producer's output: `issued <id> <fingerprint>` or `safe <id> <id> …`. Ignores other lines. */
  readLine(line: string): void {
    const [word, ...ids] = line.split(' ')
    if (word === 'issued') this.issued(ids[0] ?? '', ids[1] ?? '')
    if (word === 'safe') for (const id of ids) this.acknowledged(id)
  }

  verdict(): Verdict {
    return {
      issued: this.#fingerprints.size,
      acknowledged: this.#acknowledged.size,
      delivered: this.#copies.size,
      lost: [...this.#acknowledged].filter((id) => !this.#copies.has(id)),
      unknown: [...this.#copies.keys()].filter((id) => !this.#fingerprints.has(id)),
      changed: [...this.#changed],
      mostCopies: [...this.#copies.values()].reduce((most, copies) => Math.max(most, copies), 0),
      duplicateItems: this.#duplicateItems,
      duplicateBatches: this.#duplicateBatches,
    }
  }
}

/** Returns a checksum of a message. Programs that do not load this package compute it as `zlib.crc32(text).toString(16)`. */
export function fingerprintOf(text: string): string {
  return crc32(text).toString(16)
}

// --- helpers ---

function idOf(message: string): string {
  const space = message.indexOf(' ')
  return space === -1 ? message : message.slice(0, space)
}

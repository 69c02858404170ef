import { crc32 } from 'node:zlib'
import type { WireEnvelope } from './decode-body'

/** What is wrong between what was promised and what arrived; all lists empty when nothing is. */
export interface Verdict {
  readonly issued: number
  readonly acknowledged: number
  /** Each once, however often it arrived. */
  readonly delivered: number
  /** Acknowledged, and never delivered. */
  readonly lost: readonly string[]
  /** Delivered, and never issued. */
  readonly unknown: readonly string[]
  /** Delivered, and not as it was issued. */
  readonly changed: readonly string[]
  /** How often the item arrived that arrived most often. */
  readonly mostCopies: number
  readonly duplicateItems: number
  /** Requests that held something that had arrived before. */
  readonly duplicateBatches: number
}

/**
 * Knows every item by its id, and what became of it: a producer says what it is about to log and what it was told is
 * safe, the endpoint says what arrived. An item's message is its id, a space, and anything.
 */
export class Oracle {
  readonly #fingerprints = new Map<string, string>()
  readonly #acknowledged = new Set<string>()
  readonly #copies = new Map<string, number>()
  readonly #changed = new Set<string>()
  #duplicateItems = 0
  #duplicateBatches = 0

  /** It is about to be logged. */
  issued(id: string, fingerprint: string): void {
    this.#fingerprints.set(id, fingerprint)
  }

  /** Its producer was told that it is safe. */
  acknowledged(id: string): void {
    this.#acknowledged.add(id)
  }

  /** One request's items have arrived. */
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

  /** What a producer prints: `issued <id> <fingerprint>` or `safe <id> <id> …`; other lines are not for us. */
  heard(line: string): void {
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

/** By which two texts are the same; programs that load nothing of ours write it as `zlib.crc32(text).toString(16)`. */
export function fingerprintOf(text: string): string {
  return crc32(text).toString(16)
}

// --- helpers ---

function idOf(message: string): string {
  const space = message.indexOf(' ')
  return space === -1 ? message : message.slice(0, space)
}

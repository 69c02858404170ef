import { gunzipSync } from 'node:zlib'
import type { SerializedEnvelope } from '../item/item'
import { BufferStore, type TextStore } from '../item/text-store'
import type { Payload } from './payload'

/**
 * Makes items read their lines from the payload, which is kept for retries anyway. This frees their memory pages for new
 * items. Lines are rarely read again.
 */
export function readTextsFromPayload({ body, encoding }: Payload, items: readonly SerializedEnvelope[]): void {
  const store = encoding === 'gzip' ? new GzipStore(body) : new BufferStore(body)
  let from = 0
  for (const item of items) {
    // Copy the first line, because the spool reads the age of a batch from its first item, and must not inflate the body
    // for that.
    if (from === 0) item.moveTextTo?.(new BufferStore(Buffer.from(item.json)), 0)
    else item.moveTextTo?.(store, from)
    from += item.bytes + 1
  }
}

// --- helpers ---

/** Inflates the body on the first read and keeps a weak reference to it, because callers mostly read all lines at once. */
class GzipStore implements TextStore {
  readonly #body: Buffer
  #inflated: WeakRef<BufferStore> | undefined

  constructor(body: Buffer) {
    this.#body = body
  }

  read(from: number, bytes: number): string {
    return this.#inflate().read(from, bytes)
  }

  copyTo(target: Buffer, at: number, from: number, bytes: number): number {
    return this.#inflate().copyTo(target, at, from, bytes)
  }

  release(): void {}

  #inflate(): BufferStore {
    const known = this.#inflated?.deref()
    if (known !== undefined) return known
    const inflated = new BufferStore(gunzipSync(this.#body))
    this.#inflated = new WeakRef(inflated)
    return inflated
  }
}

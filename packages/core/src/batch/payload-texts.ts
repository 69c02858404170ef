import { gunzipSync } from 'node:zlib'
import type { SerializedEnvelope } from '../item/item'
import { type Lines, PlainLines } from '../item/text-store'
import type { Payload } from './payload'

/**
 * From here on the payload, which is kept to be sent again, alone holds the texts of its items. Hardly any is read once more,
 * and their place is free for what comes.
 */
export function leaveTextsTo({ body, encoding }: Payload, items: readonly SerializedEnvelope[]): void {
  const lines = encoding === 'gzip' ? new CompressedLines(body) : new PlainLines(body)
  let from = 0
  for (const item of items) {
    // From the first, the spool reads how old a batch is: nothing is to be inflated for that.
    if (from === 0) item.leaveTextTo?.(new PlainLines(Buffer.from(item.json)), 0)
    else item.leaveTextTo?.(lines, from)
    from += item.bytes + 1
  }
}

// --- helpers ---

/** Inflated when somebody asks: who asks for one mostly asks for all, at once. */
class CompressedLines implements Lines {
  readonly #body: Buffer
  #inflated: WeakRef<PlainLines> | undefined

  constructor(body: Buffer) {
    this.#body = body
  }

  read(from: number, bytes: number): string {
    return this.#lines().read(from, bytes)
  }

  copyTo(target: Buffer, at: number, from: number, bytes: number): number {
    return this.#lines().copyTo(target, at, from, bytes)
  }

  leave(): void {}

  #lines(): PlainLines {
    const known = this.#inflated?.deref()
    if (known !== undefined) return known
    const lines = new PlainLines(gunzipSync(this.#body))
    this.#inflated = new WeakRef(lines)
    return lines
  }
}

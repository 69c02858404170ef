import { gunzipSync } from 'node:zlib'
import type { Lines, SerializedEnvelope } from '../envelope/serialize'
import type { Payload } from './payload'

/**
 * From here on the payload alone holds the texts of its items. Until there is an answer they wait long enough to become old
 * to the garbage collector: a burst would pile up all of its texts, of which hardly any is read again.
 */
export function keepCompressed(items: readonly SerializedEnvelope[], { body, encoding }: Payload): void {
  if (encoding === 'identity') return
  const lines = new CompressedLines(body)
  let from = 0
  for (const item of items) {
    // The first keeps its text: from it, the spool knows how old a batch is.
    if (from > 0) item.leaveTextTo?.(lines, from)
    from += item.bytes + 1
  }
}

// --- helpers ---

/** Inflated when somebody asks: who asks for one mostly asks for all, at once. */
class CompressedLines implements Lines {
  readonly #body: Buffer
  #inflated: WeakRef<Buffer> | undefined

  constructor(body: Buffer) {
    this.#body = body
  }

  read(from: number, bytes: number): string {
    return this.#lines().toString('utf8', from, from + bytes)
  }

  #lines(): Buffer {
    const known = this.#inflated?.deref()
    if (known !== undefined) return known
    const lines = gunzipSync(this.#body)
    this.#inflated = new WeakRef(lines)
    return lines
  }
}

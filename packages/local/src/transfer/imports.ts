import { LocalError } from '../errors'
import { Slots } from '../query/slots'
import type { TableRow } from '../rows/row'
import type { Store } from '../store/store'
import { type ImportResult, importFile } from './import-file'

interface ImportsParts {
  readonly store: Store
  /** The age up to which the store keeps rows. */
  readonly maxAgeMs: number
  readonly onRowsStored: (rows: readonly TableRow[]) => void
}

/** Imports files one after the other, so that two imports of the same file do not both add its rows. */
export class Imports {
  readonly #parts: ImportsParts
  readonly #slot = new Slots(1)
  readonly #running = new Set<Promise<unknown>>()
  readonly #closing = new AbortController()

  constructor(parts: ImportsParts) {
    this.#parts = parts
  }

  /** Adds the rows of a file. Rejects as `importFile` does, and with `AZMON_LOCAL_CLOSED` after `close()`. */
  async add(path: string, stop?: AbortSignal): Promise<ImportResult> {
    const { store, maxAgeMs, onRowsStored } = this.#parts
    const closing = this.#closing.signal
    const signal = stop === undefined ? closing : AbortSignal.any([stop, closing])
    const oldestMicros = BigInt(Date.now() - maxAgeMs) * 1_000n
    const adding = this.#slot.run(() => importFile(path, { store, oldestMicros, onRowsStored, signal }), signal)
    this.#running.add(adding)
    try {
      return await adding
    } finally {
      this.#running.delete(adding)
    }
  }

  /** Stops running imports after their current batch. */
  async close(): Promise<void> {
    this.#closing.abort(
      new LocalError('AZMON_LOCAL_CLOSED', 'The local Application Insights was closed during the import.'),
    )
    await Promise.allSettled(this.#running)
  }
}

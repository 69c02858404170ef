import { createWriteStream } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { pipeline as finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { LocalError, reasonOf } from '../errors'
import type { Store } from '../store/store'
import { type ExportRange, exportLines } from './export-lines'

/** Returns a compressed file with the rows of the range. Reads rows only as fast as it is read. `onEnd` is called once. */
export function exportStream(store: Store, range: ExportRange, onEnd: () => void): Readable {
  return pipeline(exportLines(store, range), createGzip(), onEnd)
}

/**
 * Writes the rows of the range to a compressed file, which only its owner can read if it is new.
 * @throws LocalError `AZMON_LOCAL_EXPORT` if the rows cannot be read, or the file cannot be written.
 */
export async function exportFile(store: Store, path: string, range: ExportRange): Promise<void> {
  try {
    await finished(exportLines(store, range), createGzip(), createWriteStream(path, { mode: 0o600 }))
  } catch (cause) {
    throw new LocalError('AZMON_LOCAL_EXPORT', `Cannot export the telemetry to ${path}: ${reasonOf(cause)}.`, { cause })
  }
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { decodeBody, type WireEnvelope } from './decode-body'

/** The contents of a spool folder and its subfolders. */
export interface SpoolFolder {
  /** The items of all undamaged batches and journal lines. */
  readonly items: readonly WireEnvelope[]
  /** The names of all files, except those of the leader election. */
  readonly names: readonly string[]
  /** The names of batches with a wrong checksum or a wrong number of items. */
  readonly damaged: readonly string[]
}

/**
 * Reads a spool independently of the product, so that tests do not share its mistakes. A batch is a line with a checksum and
 * JSON, followed by a request body; a journal has a line with a checksum, a length and JSON for each item. Starts over if a
 * file disappears, because running processes rename files.
 */
export function readSpool(folder: string): SpoolFolder {
  for (let left = 100; ; left--) {
    try {
      return readOnce(folder)
    } catch (error) {
      if (left === 0 || Reflect.get(Object(error), 'code') !== 'ENOENT') throw error
    }
  }
}

// --- helpers, in order of use ---

function readOnce(folder: string): SpoolFolder {
  const items: WireEnvelope[] = []
  const names: string[] = []
  const damaged: string[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('drain.')) continue
    names.push(entry.name)
    if (!/\.(rdy|lse)$/.test(entry.name)) continue
    const bytes = readFileSync(join(entry.parentPath, entry.name))
    if (entry.name.startsWith('1j')) {
      items.push(...readJournal(bytes))
      continue
    }
    const batch = readBatch(bytes)
    if (batch === undefined) damaged.push(entry.name)
    else items.push(...batch)
  }
  return { items, names, damaged }
}

function readBatch(bytes: Buffer): readonly WireEnvelope[] | undefined {
  const end = bytes.indexOf('\n')
  const header = bytes.toString('latin1', 0, end)
  if (Number.parseInt(header.slice(0, 8), 16) !== crc32(bytes.subarray(9))) return undefined
  const { enc, n } = JSON.parse(header.slice(9))
  const items = decodeBody(bytes.subarray(end + 1), enc)
  return items.length === n ? items : undefined
}

function readJournal(bytes: Buffer): readonly WireEnvelope[] {
  return bytes
    .toString()
    .split('\n')
    .flatMap((line) => {
      const [crc = '', length = ''] = line.split(' ', 2)
      const json = line.slice(crc.length + length.length + 2)
      return Number.parseInt(crc, 16) === crc32(json) ? [JSON.parse(json)] : []
    })
}

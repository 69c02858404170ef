import { crc32 } from 'node:zlib'
import type { SerializedEnvelope } from '../envelope/item'
import { validItems } from './batch-file'

/**
 * One item in a journal, which is a file that only grows:
 *
 *     9ae0c1d2 412 {"ver":1,"name":…}
 *
 * checksum of the item, its length in bytes, the item. Whoever dies while writing leaves one line that does not add up,
 * and all lines before it.
 */
export function journalRecord(item: SerializedEnvelope): string {
  const { json, bytes } = item
  return `${crc32(json).toString(16).padStart(8, '0')} ${bytes} ${json}\n`
}

export interface Recovered {
  readonly items: readonly SerializedEnvelope[]
  /** Lines that are not as they were written, but for the last, of which nobody was told that it is safe. */
  readonly damaged: number
}

/** Never throws, whatever the bytes are. */
export function recoverJournal(bytes: Buffer): Recovered {
  const lines: string[] = []
  let damaged = 0
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\n', at)
    const record = bytes.subarray(at, end === -1 ? bytes.length : end)
    const json = readRecord(record)
    if (json !== undefined) lines.push(json)
    else if (end !== -1) damaged++
    if (end === -1) break
    at = end + 1
  }
  const items = validItems(lines)
  return { items, damaged: damaged + lines.length - items.length }
}

// --- helpers ---

/** JSON holds no line breaks, so a record is a line. */
function readRecord(record: Buffer): string | undefined {
  const [, crc = '', length = ''] = RECORD.exec(record.subarray(0, 32).toString('latin1')) ?? []
  if (crc === '') return undefined
  const json = record.subarray(crc.length + length.length + 2)
  return json.length === Number(length) && crc32(json) === Number.parseInt(crc, 16) ? json.toString() : undefined
}

const RECORD = /^([0-9a-f]{8}) (\d{1,8}) /

import { crc32 } from 'node:zlib'
import type { SerializedEnvelope } from '../item/item'
import { validItem } from './batch-file'
import { MAX_BATCH_ITEMS } from './bounds'

/**
 * Formats an item as a line of a journal, which is an append-only file:
 *
 *     9ae0c1d2 412 {"ver":1,"name":…}
 *
 * A line consists of the checksum of the item, its length in bytes, and the item. A process that dies while writing leaves
 * one incomplete line after the complete ones.
 */
export function journalRecord(item: SerializedEnvelope): string {
  const { json, bytes } = item
  return `${crc32(json).toString(16).padStart(8, '0')} ${bytes} ${json}\n`
}

export interface Recovered {
  readonly items: readonly SerializedEnvelope[]
  /** The number of damaged lines, except an incomplete last line, whose item was never reported as safe. */
  readonly damaged: number
}

/** Returns the intact items. Never throws, whatever the bytes are. */
export function recoverJournal(bytes: Buffer): Recovered {
  const items: SerializedEnvelope[] = []
  let damaged = 0
  for (let at = 0; at < bytes.length && items.length + damaged < MAX_BATCH_ITEMS; ) {
    const end = bytes.indexOf('\n', at)
    const json = readRecord(bytes.subarray(at, end === -1 ? bytes.length : end))
    const item = json === undefined ? undefined : validItem(json)
    if (item !== undefined) items.push(item)
    else if (json !== undefined || end !== -1) damaged++
    if (end === -1) break
    at = end + 1
  }
  return { items, damaged }
}

/** Estimates the number of items in a journal that is not read. */
export function countRecords(bytes: Buffer): number {
  let records = 0
  for (let at = bytes.indexOf('\n'); at !== -1 && records < MAX_BATCH_ITEMS; at = bytes.indexOf('\n', at + 1)) records++
  return records
}

// --- helpers ---

/** Reads a record, which is one line, because JSON contains no line breaks. */
function readRecord(record: Buffer): Buffer | undefined {
  const [, crc = '', length = ''] = RECORD.exec(record.subarray(0, 32).toString('latin1')) ?? []
  if (crc === '') return undefined
  const json = record.subarray(crc.length + length.length + 2)
  return json.length === Number(length) && crc32(json) === Number.parseInt(crc, 16) ? json : undefined
}

const RECORD = /^([0-9a-f]{8}) (\d{1,8}) /

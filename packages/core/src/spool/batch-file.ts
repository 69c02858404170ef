import { promisify } from 'node:util'
import { constants, crc32, gunzip } from 'node:zlib'
import type { Payload } from '../batch/payload'
import { systemClock } from '../clock'
import { SeverityLevel } from '../envelope/severity'
import type { SerializedEnvelope } from '../item/item'
import { MAX_ITEM_BYTES } from '../item/serialize'
import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS } from './bounds'
import { inSlices, type Work } from './slices'

/**
 * Encodes a batch as a file: a header line, followed by the request body exactly as it will be posted.
 *
 *     9ae0c1d2 {"v":1,"enc":"gzip","n":250,"len":12775}
 *     <body>
 *
 * The checksum covers everything after it.
 */
export function encodeBatchFile({ body, encoding, items }: Payload): readonly [header: Buffer, body: Buffer] {
  const header = `${JSON.stringify({ v: VERSION, enc: encoding, n: items, len: body.length })}\n`
  return [Buffer.from(`${hex(crc32(body, crc32(header)))} ${header}`), body]
}

export type BatchFile =
  | {
      readonly kind: 'intact'
      readonly payload: Payload
      readonly items: readonly SerializedEnvelope[]
      /** The serialized items, one per line. */
      readonly lines: Buffer
    }
  /** The content was changed after it was written. `items` are the intact lines. */
  | { readonly kind: 'damaged'; readonly items: readonly SerializedEnvelope[] }
  /** The file was written by an unknown version. */
  | { readonly kind: 'foreign' }

/**
 * Decodes a batch file. Never throws, whatever the bytes are, and takes no more time or memory than for the largest batch.
 */
export async function decodeBatchFile(bytes: Buffer): Promise<BatchFile> {
  const end = bytes.indexOf(NEWLINE)
  const body = bytes.subarray(end + 1)
  const header = end < MAX_HEADER_BYTES ? readHeader(bytes.subarray(0, end + 1)) : undefined
  if (header === undefined || header.crc !== crc32(bytes.subarray(CRC_LENGTH + 1))) return await salvage(body)
  if (header.v !== VERSION || (header.enc !== 'gzip' && header.enc !== 'identity')) return { kind: 'foreign' }
  const lines = header.enc === 'gzip' ? await inflate(body) : body
  const items = lines === undefined ? undefined : itemsOf(lines, header.n)
  if (lines === undefined || items === undefined) return await salvage(body)
  return { kind: 'intact', payload: { body, encoding: header.enc, items: items.length }, items, lines }
}

/** Returns the item in a line, or undefined if the line is not an envelope. The endpoint validates everything else. */
export function validItem(line: Buffer): SerializedEnvelope | undefined {
  if (line.length > MAX_ITEM_BYTES || line[0] !== BRACE) return undefined
  try {
    const value: unknown = JSON.parse(line.toString())
    if (typeof value !== 'object' || value === null || !('data' in value) || !('iKey' in value)) return undefined
  } catch {
    return undefined
  }
  return new StoredItem(line, 0, line.length)
}

// --- helpers, in order of use ---

const VERSION = 1

const CRC_LENGTH = 8

/** Enough for a checksum, a space, at most 202 bytes of JSON and a line break. */
const MAX_HEADER_BYTES = 256

function hex(crc: number): string {
  return crc.toString(16).padStart(CRC_LENGTH, '0')
}

interface Header {
  readonly crc: number
  readonly v: unknown
  readonly enc: unknown
  readonly n: unknown
}

function readHeader(line: Buffer): Header | undefined {
  const groups = HEADER.exec(line.toString('latin1'))?.groups
  if (groups === undefined) return undefined
  try {
    const { v, enc, n } = JSON.parse(groups['json'] ?? '')
    return { crc: Number.parseInt(groups['crc'] ?? '', 16), v, enc, n }
  } catch {
    return undefined
  }
}

const HEADER = /^(?<crc>[0-9a-f]{8}) (?<json>\{[^\n]{1,200}\})\n$/

const unzip = promisify(gunzip)

/** Decompresses a body. The output is limited, because a few bytes of gzip can expand to gigabytes. */
async function inflate(body: Buffer, finishFlush: number = constants.Z_FINISH): Promise<Buffer | undefined> {
  try {
    return await unzip(body, { maxOutputLength: MAX_BATCH_BYTES, finishFlush })
  } catch {
    return undefined
  }
}

/** Returns one item per line, or undefined if the number of lines differs from `count` or a line is empty. */
function itemsOf(lines: Buffer, count: unknown): readonly SerializedEnvelope[] | undefined {
  const items: SerializedEnvelope[] = []
  for (const [from, to] of linesOf(lines)) {
    if (items.length === count || items.length === MAX_BATCH_ITEMS || from === to) return undefined
    items.push(new StoredItem(lines, from, to))
  }
  return items.length === count ? items : undefined
}

function* linesOf(text: Buffer): Generator<readonly [from: number, to: number], void, void> {
  for (let from = 0; from <= text.length; ) {
    const newline = text.indexOf(NEWLINE, from)
    const to = newline === -1 ? text.length : newline
    yield [from, to]
    from = to + 1
  }
}

/** Returns the intact lines. Decompresses a gzip body as far as possible. */
async function salvage(body: Buffer): Promise<BatchFile> {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b
  const text = isGzip ? await inflate(body, constants.Z_SYNC_FLUSH) : body
  const items: SerializedEnvelope[] = []
  if (text !== undefined) await inSlices(collectItems(text, items), systemClock)
  return { kind: 'damaged', items }
}

function* collectItems(text: Buffer, items: SerializedEnvelope[]): Work {
  let lines = 0
  for (const [from, to] of linesOf(text)) {
    const item = validItem(text.subarray(from, to))
    if (item !== undefined) items.push(item)
    if (++lines === MAX_BATCH_ITEMS) return
    yield
  }
}

const NEWLINE = 0x0a
const BRACE = 0x7b

/** Decodes an item only on demand, because the lines are usually sent unchanged. */
class StoredItem implements SerializedEnvelope {
  sequence = 0
  readonly priority = 'measurement'
  readonly bytes: number
  readonly #lines: Buffer
  readonly #from: number

  constructor(lines: Buffer, from: number, to: number) {
    this.bytes = to - from
    this.#lines = lines
    this.#from = from
  }

  get json(): string {
    return this.#lines.toString('utf8', this.#from, this.#from + this.bytes)
  }

  get severityLevel(): SeverityLevel | undefined {
    return severityOf(this.json)
  }

  copyTo(target: Buffer, at: number): number {
    return this.#lines.copy(target, at, this.#from, this.#from + this.bytes)
  }
}

function severityOf(json: string): SeverityLevel | undefined {
  try {
    const level: unknown = JSON.parse(json).data.baseData.severityLevel
    return ALL_LEVELS.find((known) => known === level)
  } catch {
    return undefined
  }
}

const ALL_LEVELS = Object.values(SeverityLevel).filter((level) => typeof level === 'number')

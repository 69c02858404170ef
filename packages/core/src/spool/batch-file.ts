import { promisify } from 'node:util'
import { constants, crc32, gunzip } from 'node:zlib'
import type { SerializedEnvelope } from '../envelope/item'
import { MAX_ITEM_BYTES } from '../envelope/serialize'
import { SeverityLevel } from '../envelope/severity'
import type { Payload } from '../ingestion/payload'

/**
 * A batch as a file: a line that says what follows, then the request body as it will be posted.
 *
 *     9ae0c1d2 {"v":1,"enc":"gzip","n":250,"len":12775}
 *     <body>
 *
 * The checksum is of everything after it.
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
      /** The items as text, one a line. */
      readonly lines: Buffer
    }
  /** Not as it was written; `items` are those lines that are still items. */
  | { readonly kind: 'damaged'; readonly items: readonly SerializedEnvelope[] }
  /** Written by a version that this one does not know. */
  | { readonly kind: 'foreign' }

/** Never throws, whatever the bytes are. */
export async function decodeBatchFile(bytes: Buffer): Promise<BatchFile> {
  const end = bytes.indexOf('\n')
  const body = bytes.subarray(end + 1)
  const header = readHeader(bytes.subarray(0, end + 1))
  if (header === undefined) return { kind: 'damaged', items: await salvage(body) }
  if (header.crc !== crc32(bytes.subarray(CRC_LENGTH + 1))) return { kind: 'damaged', items: await salvage(body) }
  if (header.v !== VERSION || (header.enc !== 'gzip' && header.enc !== 'identity')) return { kind: 'foreign' }
  const lines = header.enc === 'gzip' ? await inflate(body) : body
  if (lines === undefined) return { kind: 'damaged', items: [] }
  const items = itemsOf(lines)
  return { kind: 'intact', payload: { body, encoding: header.enc, items: items.length }, items, lines }
}

/** Lines that are whole, valid items. */
export function validItems(lines: readonly string[]): readonly SerializedEnvelope[] {
  return lines.filter(isEnvelope).map((line) => {
    const bytes = Buffer.from(line)
    return new StoredItem(bytes, 0, bytes.length)
  })
}

// --- helpers, in order of use ---

const VERSION = 1

const CRC_LENGTH = 8

/** More than any batch holds: a few bytes of gzip can claim to be gigabytes. */
const MAX_BODY_BYTES = 67_108_864

function hex(crc: number): string {
  return crc.toString(16).padStart(CRC_LENGTH, '0')
}

interface Header {
  readonly crc: number
  readonly v: unknown
  readonly enc: unknown
}

function readHeader(line: Buffer): Header | undefined {
  const groups = HEADER.exec(line.toString('latin1'))?.groups
  if (groups === undefined) return undefined
  try {
    const { v, enc } = JSON.parse(groups['json'] ?? '')
    return { crc: Number.parseInt(groups['crc'] ?? '', 16), v, enc }
  } catch {
    return undefined
  }
}

const HEADER = /^(?<crc>[0-9a-f]{8}) (?<json>\{[^\n]{1,200}\})\n$/

const unzip = promisify(gunzip)

async function inflate(body: Buffer): Promise<Buffer | undefined> {
  try {
    return await unzip(body, { maxOutputLength: MAX_BODY_BYTES })
  } catch {
    return undefined
  }
}

/** Text is text; of gzip, as much as can be inflated. */
async function salvage(body: Buffer): Promise<readonly SerializedEnvelope[]> {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b
  const text = isGzip ? await inflateWhatIsThere(body) : body
  return validItems(text.toString().split('\n'))
}

async function inflateWhatIsThere(body: Buffer): Promise<Buffer> {
  const lenient = { maxOutputLength: MAX_BODY_BYTES, finishFlush: constants.Z_SYNC_FLUSH }
  try {
    return await unzip(body, lenient)
  } catch {
    return Buffer.alloc(0)
  }
}

/** As far as it matters here: the endpoint judges the rest. */
function isEnvelope(line: string): boolean {
  if (Buffer.byteLength(line) > MAX_ITEM_BYTES) return false
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && 'data' in value && 'iKey' in value
  } catch {
    return false
  }
}

function itemsOf(lines: Buffer): readonly SerializedEnvelope[] {
  const items: SerializedEnvelope[] = []
  for (let from = 0; from <= lines.length; ) {
    const newline = lines.indexOf(NEWLINE, from)
    const to = newline === -1 ? lines.length : newline
    items.push(new StoredItem(lines, from, to))
    from = to + 1
  }
  return items
}

const NEWLINE = 0x0a

/** Mostly nobody asks for more than how many there are: an item becomes text, and is read, when somebody does. */
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

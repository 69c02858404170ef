import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { LocalError, reasonOf } from '../errors'
import { ROW_LIMITS } from './parse-row-line'

export interface Line {
  /** From 1. */
  readonly number: number
  readonly text: string
}

/**
 * Yields the lines of a file, which may be compressed with gzip.
 * @throws LocalError `AZMON_LOCAL_IMPORT_FILE` if the file cannot be read or unpacked, or a line is too long.
 */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let number = 1
  let rest = ''
  try {
    for await (const chunk of await textOf(path)) {
      const texts = `${rest}${chunk}`.split('\n')
      rest = texts.pop() ?? ''
      for (const text of texts) yield { number: number++, text }
      if (rest.length > ROW_LIMITS.maxBytes) throw lineError(number, `It must not exceed ${ROW_LIMITS.maxBytes} bytes.`)
    }
  } catch (cause) {
    if (cause instanceof LocalError) throw cause
    throw lineError(number, `It cannot be read: ${reasonOf(cause)}. Export the file again if it is incomplete.`, cause)
  }
  if (rest !== '') yield { number, text: rest }
}

export function lineError(number: number, reason: string, cause?: unknown): LocalError {
  return new LocalError('AZMON_LOCAL_IMPORT_FILE', `Line ${number} of the file cannot be imported. ${reason}`, {
    cause,
  })
}

// --- helpers, in order of use ---

async function textOf(path: string): Promise<AsyncIterable<string>> {
  if (!(await isGzip(path))) return createReadStream(path, 'utf8')
  // The iteration rejects with the error; without the callback, pipeline would throw it a second time.
  return pipeline(createReadStream(path), createGunzip(), () => undefined).setEncoding('utf8')
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer.readUInt16BE(0) === GZIP_MAGIC
  } finally {
    await file.close()
  }
}

const GZIP_MAGIC = 0x1f8b

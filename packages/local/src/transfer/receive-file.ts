import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { LocalError, reasonOf } from '../errors'
import { makeTempDirectory } from '../store/temp-directory'

/** A file that holds the body of a request. Dispose of it to remove it. */
export interface ReceivedFile extends AsyncDisposable {
  readonly path: string
  /** Whether the body was larger than the limit, so that the file has only its beginning. */
  readonly isTooLarge: boolean
}

/**
 * Writes the body of a request to a temporary file that only this user can read. A request must arrive within seconds, but its
 * rows may take longer to store.
 * @throws LocalError `AZMON_LOCAL_IMPORT_STORE` if there is no space for it, or the client leaves.
 */
export async function receiveFile(request: IncomingMessage, maxBytes: number): Promise<ReceivedFile> {
  const directory = await makeTempDirectory()
  const path = join(directory, 'import')
  const remove = () => rm(directory, { recursive: true, force: true })
  let bytes = 0
  try {
    await pipeline(
      request.iterator({ destroyOnReturn: false }),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          if (bytes > maxBytes) return
          yield chunk
        }
      },
      createWriteStream(path, { mode: 0o600 }),
    )
    return { path, isTooLarge: bytes > maxBytes, [Symbol.asyncDispose]: remove }
  } catch (cause) {
    await remove()
    throw new LocalError(
      'AZMON_LOCAL_IMPORT_STORE',
      `The file could not be received in ${directory}: ${reasonOf(cause)}. Nothing was added.`,
      { cause },
    )
  }
}

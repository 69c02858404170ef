import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { LocalError, type LocalErrorCode } from '../errors'
import { instantMicros } from '../ingest/instant'
import type { LocalEnv } from '../safety'
import type { Store } from '../store/store'
import { exportStream } from './export-file'
import type { Imports } from './imports'
import { receiveFile } from './receive-file'

/**
 * `GET /api/export` returns rows as a file, and `POST /api/import` adds the rows of such a file.
 * @param unreadTimeoutMs the time after which a client that reads nothing of its file is disconnected, in milliseconds
 */
export function transferRoutes(store: Store, imports: Imports, unreadTimeoutMs = 60_000): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  let exporting = 0
  let isImporting = false

  routes.get('/api/export', (c) => {
    const [from, to] = [c.req.query('from'), c.req.query('to')]
    const [fromMicros, toMicros] = [microsOf(from), microsOf(to)]
    if ((from !== undefined && fromMicros === undefined) || (to !== undefined && toMicros === undefined)) {
      return respondError(c, 400, 'AZMON_LOCAL_OPTION', INVALID_TIME)
    }
    const headers = {
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${fileName()}"`,
    }
    // Nobody would read or cancel the stream.
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    if (exporting >= MAX_EXPORTS) return respondBusy(c, `${MAX_EXPORTS} exports are running. Try again later.`)
    exporting++
    const file = exportStream(store, { fromMicros, toMicros }, () => {
      exporting--
    })
    const { outgoing } = c.env
    outgoing.setTimeout(unreadTimeoutMs, () => void outgoing.destroy())
    // Readable.toWeb reads ahead only a few chunks, and destroys the stream when the client leaves.
    return c.body(Readable.toWeb(file) as ReadableStream, 200, headers)
  })

  routes.post('/api/import', async (c) => {
    if (isImporting) {
      c.header('connection', 'close')
      return respondBusy(c, 'Another import is running. Try again later.')
    }
    isImporting = true
    try {
      await using file = await receiveFile(c.env.incoming, MAX_FILE_BYTES)
      if (file.isTooLarge) {
        c.header('connection', 'close') // the rest of the body has not been read
        return respondError(c, 413, 'AZMON_LOCAL_IMPORT_FILE', TOO_LARGE)
      }
      return c.json(await imports.add(file.path, c.req.raw.signal))
    } catch (error) {
      if (!(error instanceof LocalError)) throw error
      const status = error.code === 'AZMON_LOCAL_IMPORT_FILE' ? 400 : 503
      return respondError(c, status, error.code, error.message)
    } finally {
      isImporting = false
    }
  })
  return routes
}

// --- helpers, in order of use ---

/** Each holds a part of the rows in memory as long as its reader takes. */
const MAX_EXPORTS = 4
const MAX_FILE_BYTES = 1024 * 1024 * 1024
const INVALID_TIME = 'from and to must be times in ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z.'
const TOO_LARGE = `The file must not exceed ${MAX_FILE_BYTES} bytes. Export shorter times to several files.`

function microsOf(time: string | undefined): bigint | undefined {
  if (time === undefined) return undefined
  return instantMicros(/^\d{4}-\d\d-\d\d$/.test(time) ? `${time}T00:00:00` : time)
}

function respondError(c: Context<LocalEnv>, status: ContentfulStatusCode, code: LocalErrorCode, message: string) {
  return c.json({ error: { code, message } }, status)
}

function respondBusy(c: Context<LocalEnv>, message: string) {
  c.header('retry-after', '1')
  return c.json({ error: { code: 'ServiceUnavailable', message } }, 429)
}

/** Windows allows no colons in the name of a file. */
function fileName(): string {
  return `azmon-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.jsonl.gz`
}

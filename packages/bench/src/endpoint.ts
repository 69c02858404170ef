import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { decodeBody, TEST_KEY, testIdentity } from '@azmon/testkit'

/** An ingestion that takes everything, by https: the Azure exporter speaks nothing else, and all shall pay the same. */
export interface Endpoint extends AsyncDisposable {
  readonly connectionString: string
  /** What came until now. It takes a while: each body is read only now. */
  arrivals(): Arrivals
  /** From now on its port refuses. May be called again. */
  close(): Promise<void>
}

export interface Arrivals {
  /** How often each record came, by its id. */
  readonly timesById: ReadonlyMap<number, number>
  readonly bytes: number
  readonly lastAtMs: number
}

export async function startEndpoint(): Promise<Endpoint> {
  const texts: Buffer[] = []
  let bytes = 0
  let lastAtMs = 0

  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request)
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    const items = text.toString('latin1').split(ITEM).length - 1
    if (items > 0) texts.push(text) // a flush of nothing may be a request all the same
    bytes += body.length
    lastAtMs = Date.now()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ itemsReceived: items, itemsAccepted: items, errors: [] }))
  }
  const server = createServer(testIdentity(), (request, response) => {
    // A contender whose process ends in the middle of a request has not delivered it.
    receive(request, response).catch(() => request.socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const close = async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return {
    connectionString: `InstrumentationKey=${TEST_KEY};IngestionEndpoint=https://127.0.0.1:${port}`,
    arrivals: () => ({ timesById: countRecords(texts), bytes, lastAtMs }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

// --- helpers, in order of use ---

/** Each item has one, whatever way the bodies are written. Reading them is not to cost the time that is measured. */
const ITEM = '"baseType"'

function countRecords(texts: readonly Buffer[]): ReadonlyMap<number, number> {
  const timesById = new Map<number, number>()
  for (const { data } of texts.flatMap((text) => decodeBody(text, undefined))) {
    const recordId = data.baseData.properties?.['recordId']
    if (recordId === undefined) continue // what a library says on its own account
    timesById.set(Number(recordId), (timesById.get(Number(recordId)) ?? 0) + 1)
  }
  return timesById
}

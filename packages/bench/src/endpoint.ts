import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { TEST_KEY, testIdentity } from '@azmon/testkit'

/** An ingestion endpoint that accepts everything. Uses https for every contender, because the Azure exporter requires it. */
export interface Endpoint extends AsyncDisposable {
  readonly connectionString: string
  /** The body of every request that contains items, as received. */
  readonly bodies: readonly Body[]
  /** The time at which the last body was received. */
  readonly lastAtMs: number
  /** Closes the server, so that its port refuses connections. May be called more than once. */
  close(): Promise<void>
}

export interface Body {
  readonly bytes: Buffer
  readonly encoding: string | undefined
}

export async function startEndpoint(): Promise<Endpoint> {
  const bodies: Body[] = []
  let lastAtMs = 0

  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = { bytes: await buffer(request), encoding: request.headers['content-encoding'] }
    const items = inflated(body).toString('latin1').split(ITEM).length - 1
    // Flushing an empty queue may also send a request.
    if (items > 0) {
      bodies.push(body)
      lastAtMs = Date.now()
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ itemsReceived: items, itemsAccepted: items, errors: [] }))
  }
  const server = createServer(testIdentity(), (request, response) => {
    // A request is not delivered if the contender's process ends halfway through it.
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
    bodies,
    get lastAtMs() {
      return lastAtMs
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

export function inflated({ bytes, encoding }: Body): Buffer {
  return encoding === 'gzip' ? gunzipSync(bytes) : bytes
}

// --- helpers ---

/** Occurs exactly once in every item, in every body format. Counting it is cheaper than parsing while time is measured. */
const ITEM = '"baseType"'

import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { decodeBody, TEST_KEY, testIdentity } from '@azmon/testkit'

/** An ingestion that takes everything, by https: the Azure exporter speaks nothing else, and all shall pay the same. */
export interface Endpoint extends AsyncDisposable {
  readonly connectionString: string
  readonly arrivals: Arrivals
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
  const timesById = new Map<number, number>()
  const arrivals = { timesById, bytes: 0, lastAtMs: 0 }

  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request)
    const items = decodeBody(body, request.headers['content-encoding'])
    for (const { data } of items) {
      const recordId = data.baseData.properties?.['recordId']
      if (recordId === undefined) continue // what a library says on its own account
      const id = Number(recordId)
      timesById.set(id, (timesById.get(id) ?? 0) + 1)
    }
    arrivals.bytes += body.length
    arrivals.lastAtMs = Date.now()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ itemsReceived: items.length, itemsAccepted: items.length, errors: [] }))
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
    arrivals,
    close,
    [Symbol.asyncDispose]: close,
  }
}

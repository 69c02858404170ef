import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Conditions } from './conditions'
import { decodeBody, type WireEnvelope } from './decode-body'
import { TEST_KEY } from './scripted-ingestion'

/** A status code or a failure. `half` cuts the response off in the middle; `drip` sends it at one byte per second. */
export type SinkResponse = 'accept' | 'reset' | 'hang' | 'half' | 'drip' | number

/** An endpoint for any number of items. It does not keep the items. */
export interface Sink extends AsyncDisposable {
  readonly url: string
  readonly connectionString: string
  readonly requests: number
  /** The number of accepted items, including duplicates. */
  readonly accepted: number
  /** Sets a function that chooses the response to each request from now on. */
  respondWith(next: () => SinkResponse): void
  /** Resolves when this many items have been accepted. */
  untilAccepted(items: number): Promise<void>
  /** Resolves when this many requests have been received. */
  untilRequested(requests: number): Promise<void>
}

export async function startSink(onAccepted: (items: readonly WireEnvelope[]) => void): Promise<Sink> {
  let nextResponse: () => SinkResponse = () => 'accept'
  let requests = 0
  let accepted = 0
  const conditions = new Conditions()

  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const items = await readItems(request)
    if (items === undefined) return
    requests++
    const kind = nextResponse()
    if (kind === 'accept') {
      accepted += items.length
      onAccepted(items)
    }
    conditions.check()
    send(kind, items.length, request, response)
  }
  const server = createServer(onRequest)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    connectionString: `InstrumentationKey=${TEST_KEY};IngestionEndpoint=${url}`,
    get requests() {
      return requests
    },
    get accepted() {
      return accepted
    },
    respondWith: (next) => {
      nextResponse = next
    },
    untilAccepted: (items) => conditions.until(() => accepted >= items),
    untilRequested: (count) => conditions.until(() => requests >= count),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

// --- helpers, in order of use ---

/** Returns undefined if the client has aborted the request. */
async function readItems(request: IncomingMessage): Promise<readonly WireEnvelope[] | undefined> {
  try {
    return decodeBody(await buffer(request), request.headers['content-encoding'])
  } catch {
    request.socket.destroy()
    return undefined
  }
}

function send(kind: SinkResponse, items: number, request: IncomingMessage, response: ServerResponse): void {
  const body = JSON.stringify({ itemsReceived: items, itemsAccepted: items, errors: [] })
  switch (kind) {
    case 'accept':
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
      return
    case 'reset':
      request.socket.resetAndDestroy()
      return
    case 'hang':
      return
    case 'half':
      response.writeHead(200, { 'content-length': body.length })
      response.write(body.slice(0, 10), () => request.socket.destroy())
      return
    case 'drip':
      response.writeHead(200, { 'content-length': body.length })
      drip(body, request, response)
      return
    default:
      response.writeHead(kind).end()
  }
}

function drip(body: string, request: IncomingMessage, response: ServerResponse): void {
  let sent = 0
  const timer = setInterval(() => response.write(body.charAt(sent++)), 1_000).unref()
  request.socket.on('close', () => clearInterval(timer))
}

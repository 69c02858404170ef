import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Conditions } from './conditions'
import { decodeBody, type WireEnvelope } from './decode-body'
import type { IngestionRequest } from './ingestion-request'
import { accept, type Reply } from './replies'
import { testIdentity } from './test-certificate'

/** A fake ingestion endpoint: an HTTP server on loopback with scripted responses, which records its requests. */
export interface ScriptedIngestion extends AsyncDisposable {
  readonly url: string
  readonly connectionString: string
  /** All requests, in order. */
  readonly requests: readonly IngestionRequest[]
  /** All accepted items, including duplicates. */
  readonly accepted: readonly WireEnvelope[]
  /** Sets one reply for each of the next requests. Other requests are accepted, unless `always` sets another reply. */
  script(...replies: readonly Reply[]): void
  /** Sets the reply to every request that has no scripted reply. */
  always(reply: Reply): void
  /** Resolves after this many items were accepted. */
  untilAccepted(items: number): Promise<void>
  /** Resolves after this many requests were received. */
  untilRequested(requests: number): Promise<void>
  close(): Promise<void>
}

export const TEST_KEY = '11111111-2222-4333-8444-555555555555'

/**
 * Starts the endpoint. With https it uses the test certificate, which is trusted only by processes with
 * TEST_CERTIFICATE_FILE.
 */
export async function startIngestion(scheme: 'http' | 'https' = 'http'): Promise<ScriptedIngestion> {
  const requests: IngestionRequest[] = []
  const accepted: WireEnvelope[] = []
  const conditions = new Conditions()
  let script: Reply[] = []
  let otherwise: Reply = accept

  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const read = await readRequest(request)
    if (read === undefined) return
    requests.push(read)
    conditions.check()
    await respond(script.shift() ?? otherwise, read, request, response, accepted)
    conditions.check()
  }
  const server = scheme === 'http' ? createServer(onRequest) : createSecureServer(testIdentity(), onRequest)
  const url = `${scheme}://127.0.0.1:${await listen(server)}`

  const close = async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }

  return {
    url,
    connectionString: `InstrumentationKey=${TEST_KEY};IngestionEndpoint=${url}`,
    requests,
    accepted,
    script: (...replies) => {
      script = [...replies]
    },
    always: (reply) => {
      otherwise = reply
    },
    untilAccepted: (items) => conditions.until(() => accepted.length >= items),
    untilRequested: (count) => conditions.until(() => requests.length >= count),
    close,
    [Symbol.asyncDispose]: close,
  }
}

// --- helpers, in order of use ---

/** Returns undefined if the client has aborted the request. */
async function readRequest(request: IncomingMessage): Promise<IngestionRequest | undefined> {
  try {
    const body = await buffer(request)
    const headers = request.headers as Record<string, string | undefined>
    return {
      path: request.url ?? '',
      headers,
      bytes: body.length,
      items: decodeBody(body, headers['content-encoding']),
    }
  } catch {
    request.socket.destroy()
    return undefined
  }
}

async function respond(
  reply: Reply,
  read: IngestionRequest,
  request: IncomingMessage,
  response: ServerResponse,
  accepted: WireEnvelope[],
): Promise<void> {
  switch (reply.kind) {
    case 'accept':
      accepted.push(...read.items)
      return send(response, 200, breezeBody(read.items.length, []))
    case 'per-item': {
      const statuses = read.items.map(reply.statusOf)
      accepted.push(...read.items.filter((_, index) => isSuccess(statuses[index])))
      const errors = statuses.flatMap((code, index) =>
        isSuccess(code) ? [] : [{ index, statusCode: code, message: 'scripted' }],
      )
      const whole = errors.length === 0 ? 200 : errors.length < statuses.length ? 206 : (errors[0]?.statusCode ?? 500)
      return send(response, whole, breezeBody(read.items.length, errors))
    }
    case 'status':
      return send(response, reply.status, reply.body, reply.headers)
    case 'when':
      return respond(reply.matches(read) ? reply.then : reply.otherwise, read, request, response, accepted)
    case 'reset':
      request.socket.resetAndDestroy()
      return
    case 'hang':
      return
    case 'garbage':
      request.socket.end('\u0000\u0001 this is not HTTP \r\n\r\n')
      return
    case 'held':
      await reply.until
      return respond(reply.then, read, request, response, accepted)
  }
}

function breezeBody(itemsReceived: number, errors: readonly object[]): string {
  return JSON.stringify({ itemsReceived, itemsAccepted: itemsReceived - errors.length, errors })
}

function send(
  response: ServerResponse,
  code: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(body)
}

function isSuccess(code: number | undefined): boolean {
  return code !== undefined && code < 300
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

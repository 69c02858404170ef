import { EventEmitter } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type {
  Http2SecureServer,
  Http2Server,
  Http2ServerRequest,
  Http2ServerResponse,
  IncomingHttpHeaders,
  ServerHttp2Stream,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import { isGrpc } from './grpc'
import { http2StreamOf } from './http2-response'
import { requestOfStream } from './incoming-http2'

export type AnyServer = Server | Http2Server | Http2SecureServer

export type AnyRequest = IncomingMessage | Http2ServerRequest

export type AnyResponse = ServerResponse | Http2ServerResponse

/** Node passes the socket instead of a response to listeners of 'upgrade'. */
export type ResponseOrSocket = ServerResponse | Duplex

export type ServerEvent = readonly [name: string, request: IncomingMessage, response: ResponseOrSocket]

/**
 * Returns what a server emits for a request. Returns undefined for other events, and for an event if another one follows for
 * the same request.
 */
export function serverEvent(server: AnyServer, args: readonly unknown[]): ServerEvent | undefined {
  const [name, first, headers] = args
  if (EVENTS.has(name)) {
    const event = args as unknown as ServerEvent
    return isGrpc(event[1].headers['content-type']) ? undefined : event
  }
  // If an HTTP/2 server has a listener for 'request', it emits that event, too.
  if (name !== 'stream' || server.listenerCount('request') > 0) return undefined
  const { ':path': path, 'content-type': type } = headers as IncomingHttpHeaders
  if (path === undefined || isGrpc(type)) return undefined // CONNECT has no path, and opens a tunnel
  return [name, ...requestOfStream(first as ServerHttp2Stream, headers as IncomingHttpHeaders)]
}

export function isResponse(response: ResponseOrSocket): response is ServerResponse {
  return 'statusCode' in response
}

/** Returns the emitters whose listeners belong to the request. */
export function emittersOf(request: IncomingMessage, response: ResponseOrSocket): readonly EventEmitter[] {
  if (!isResponse(response)) return [request]
  const stream = http2StreamOf(response)
  return response instanceof EventEmitter || stream === undefined ? [request, response] : [stream]
}

// --- helpers ---

const EVENTS: ReadonlySet<unknown> = new Set(['request', 'checkContinue', 'checkExpectation', 'upgrade'])

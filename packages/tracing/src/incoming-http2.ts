import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2SecureServer, Http2Server, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'

/**
 * Calls the listener with each prototype of `http2` servers. Node does not export their classes, so each is taken from the
 * first connection to such a server, before its first request. Returns a function that stops it.
 */
export function onHttp2Prototype(listener: (prototype: Http2Server | Http2SecureServer) => void): () => void {
  const known = new Set<unknown>()
  const onConnection = (message: unknown) => {
    const { socket } = message as { readonly socket: Socket & { readonly server?: object } }
    const prototype: Http2Server | null = Object.getPrototypeOf(Object(socket.server))
    if (prototype === null || known.has(prototype) || !CLASSES.has(prototype.constructor.name)) return
    known.add(prototype)
    listener(prototype)
  }
  subscribe(CONNECTED, onConnection)
  return () => unsubscribe(CONNECTED, onConnection)
}

/**
 * Returns a request and a response for a stream, because a server that listens to 'stream' has neither. `request` has the
 * fields that functions of the application may read: method, url, headers, socket and stream.
 */
export function requestOfStream(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): readonly [IncomingMessage, ServerResponse] {
  const socket = stream.session?.socket
  const { ':method': method, ':path': url } = headers
  const request: unknown = { method, url, headers, socket, stream, httpVersion: '2.0' }
  const response: unknown = {
    stream,
    statusCode: 0,
    get headersSent() {
      return stream.headersSent
    },
    getHeader: () => undefined,
  }
  return [request as IncomingMessage, response as ServerResponse]
}

// --- helpers ---

/** @see https://nodejs.org/api/diagnostics_channel.html#net */
const CONNECTED = 'net.server.socket'

const CLASSES: ReadonlySet<string> = new Set(['Http2Server', 'Http2SecureServer'])

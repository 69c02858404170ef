import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { EventEmitter } from 'node:events'
import type { Http2Server, ServerHttp2Stream } from 'node:http2'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Calls `onStream` for each request to an `http2` server of this process. On Node versions without a diagnostics channel, it
 * sees only servers created later, by functions that were not imported earlier. Returns a function that stops it.
 */
export function onHttp2Stream(onStream: (stream: EventEmitter) => void): () => void {
  return hasChannel() ? listen(onStream) : wrap(onStream)
}

// --- helpers, in order of use ---

/** @see https://nodejs.org/api/diagnostics_channel.html#http2 */
const STREAM_CREATED = 'http2.server.stream.created'

/** Some versions of Node 22 have the channel, too, but wrapping works for all of them. */
function hasChannel(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 2)
}

function listen(onStream: (stream: EventEmitter) => void): () => void {
  const listener = (message: unknown) => {
    const { stream } = message as { readonly stream: ServerHttp2Stream }
    if (isRequest(stream)) onStream(stream)
  }
  subscribe(STREAM_CREATED, listener)
  return () => unsubscribe(STREAM_CREATED, listener)
}

/** Streams with an even id are pushed by the server. @see RFC 9113, 5.1.1 */
function isRequest({ id = 0 }: ServerHttp2Stream): boolean {
  return id % 2 === 1
}

function wrap(onStream: (stream: EventEmitter) => void): () => void {
  const http2 = loadHttp2()
  if (http2 === undefined) return () => {}
  let isStopped = false // other code may wrap our function and keep calling it after we stop
  const unwraps = (['createServer', 'createSecureServer'] as const).map((name) => {
    const create: unknown = http2[name]
    const counted = (...args: readonly unknown[]): Http2Server => {
      const server: Http2Server = Reflect.apply(create as () => Http2Server, http2, args)
      server.prependListener('stream', (stream) => {
        if (!isStopped) onStream(stream)
      })
      return server
    }
    Object.assign(http2, { [name]: counted })
    return () => {
      if (Reflect.get(http2, name) === counted) Object.assign(http2, { [name]: create })
    }
  })
  syncBuiltinESMExports()
  return () => {
    isStopped = true
    for (const unwrap of unwraps) unwrap()
    syncBuiltinESMExports()
  }
}

/** Node builds without TLS do not have this module. */
function loadHttp2(): typeof import('node:http2') | undefined {
  try {
    return process.getBuiltinModule('node:http2')
  } catch {
    return undefined
  }
}

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { EventEmitter } from 'node:events'
import type { Http2Server, ServerHttp2Stream } from 'node:http2'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Tells of each request to an `http2` server of this process. Where Node has no channel for it, only of servers that are
 * made from now on, by functions that were not taken out of `http2` before. Returns how to stop.
 */
export function onHttp2Stream(tell: (stream: EventEmitter) => void): () => void {
  return hasChannel() ? listen(tell) : wrap(tell)
}

// --- helpers, in order of use ---

/** @see https://nodejs.org/api/diagnostics_channel.html#http2 */
const CREATED = 'http2.server.stream.created'

/** Some of 22 have it, too; none of them needs it. */
function hasChannel(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 2)
}

function listen(tell: (stream: EventEmitter) => void): () => void {
  const listener = (message: unknown) => {
    const { stream } = message as { readonly stream: ServerHttp2Stream }
    if (isRequest(stream)) tell(stream)
  }
  subscribe(CREATED, listener)
  return () => unsubscribe(CREATED, listener)
}

/** Those with an even number are pushed by the server. @see RFC 9113, 5.1.1 */
function isRequest({ id = 0 }: ServerHttp2Stream): boolean {
  return id % 2 === 1
}

function wrap(tell: (stream: EventEmitter) => void): () => void {
  const http2 = loadHttp2()
  if (http2 === undefined) return () => {}
  let isStopped = false // somebody may have wrapped ours meanwhile, and keep it
  const unwraps = (['createServer', 'createSecureServer'] as const).map((name) => {
    const create: unknown = http2[name]
    const counted = (...args: readonly unknown[]): Http2Server => {
      const server: Http2Server = Reflect.apply(create as () => Http2Server, http2, args)
      server.prependListener('stream', (stream) => {
        if (!isStopped) tell(stream)
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

/** A Node that was built without TLS has none. */
function loadHttp2(): typeof import('node:http2') | undefined {
  try {
    return process.getBuiltinModule('node:http2')
  } catch {
    return undefined
  }
}

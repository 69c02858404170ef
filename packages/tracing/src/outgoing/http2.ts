import { errorMonitor } from 'node:events'
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2'
import { Duplex } from 'node:stream'
import { callSafely, resultOr } from '@azmon/core/adapter'
import { isGrpc } from '../grpc'
import type { OutgoingCall } from './call'
import { type CallHeaders, listHeaders, objectHeaders } from './call-headers'
import type { OutgoingCalls } from './calls'
import { isByApplication } from './cancellation'
import { watchBody } from './response-body'

/** Tracks requests made in sessions of `http2`, including existing sessions. Returns a function that stops it. */
export function trackHttp2(calls: OutgoingCalls): () => void {
  const prototype = resultOr(sessionPrototype, undefined)
  if (prototype === undefined) return () => {} // Node was built without TLS
  const { request } = prototype
  let isStopped = false // other code may wrap our function and keep calling it after we stop
  const tracked: Request = function (this: ClientHttp2Session, headers, options) {
    const own = isStopped ? undefined : copyOf(headers)
    const call = own && resultOr(() => begin(this, own.view, calls), undefined)
    try {
      const stream = Reflect.apply(request, this, [call === undefined ? headers : own?.headers, options])
      if (call !== undefined) callSafely(() => watchStream(stream, call))
      return stream
    } catch (error) {
      call?.fail(error)
      throw error
    }
  }
  prototype.request = tracked
  return () => {
    isStopped = true
    if (prototype.request === tracked) prototype.request = request
  }
}

// --- helpers, in order of use ---

type Request = ClientHttp2Session['request']

/** Node does not export the class. The module is loaded only here, because loading it takes several milliseconds. */
function sessionPrototype(): ClientHttp2Session {
  const http2 = process.getBuiltinModule('node:http2')
  const nowhere = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() })
  const session = http2.connect('http://localhost', { createConnection: () => nowhere })
  session.destroy()
  return Object.getPrototypeOf(session)
}

interface OwnHeaders {
  readonly headers: object
  readonly view: CallHeaders
}

/** Copies the headers, because the application may use them again. Symbols mark headers that are not to be compressed. */
function copyOf(headers: unknown = {}): OwnHeaders | undefined {
  if (Array.isArray(headers)) {
    const list = Object.assign([], headers)
    return { headers: list, view: listHeaders(list) }
  }
  if (typeof headers !== 'object' || headers === null) return undefined
  const copy = { ...headers }
  return { headers: copy, view: objectHeaders(copy) }
}

function begin(session: ClientHttp2Session, headers: CallHeaders, calls: OutgoingCalls): OutgoingCall | undefined {
  if (isGrpc(headers.get('content-type'))) return undefined
  const method = headers.get(':method') ?? 'GET'
  const scheme = headers.get(':scheme') ?? fieldOf(session, 'protocol')?.replace(/:$/, '') ?? 'http'
  const authority = headers.get(':authority') ?? headers.get('host') ?? fieldOf(session, 'authority') ?? ''
  const host = authority.replace(scheme === 'https' ? /:443$/ : /:80$/, '')
  return calls.begin({ method, url: `${scheme}://${host}${headers.get(':path') ?? '/'}`, headers })
}

/** Node keeps the address of a session under symbols. */
function fieldOf(session: ClientHttp2Session, name: string): string | undefined {
  const symbol = Object.getOwnPropertySymbols(session).find(({ description }) => description === name)
  const value: unknown = symbol && Reflect.get(session, symbol)
  return typeof value === 'string' ? value : undefined
}

function watchStream(stream: ClientHttp2Stream, call: OutgoingCall): void {
  let hasEnded = false
  const completeIfWhole = () => hasEnded && call.hasStatus && call.complete()
  stream.prependOnceListener('response', (headers) => {
    call.respond(Number(headers[':status']))
    completeIfWhole()
  })
  watchBody(stream, call, () => {
    hasEnded ||= !stream.destroyed && !stream.closed // else it was reset
    completeIfWhole()
  })
  watchClose(stream, call)
  stream.once('timeout', () => call.timeOut())
  stream.once(errorMonitor, (error: Error) => {
    const reason = reasonOf(error)
    if (isByApplication(reason)) call.cancel(reason)
    else call.fail(reason)
  })
  // A code without an error event means that the server has reset the stream or that the connection is lost.
  stream.once('close', () => (stream.rstCode === NO_ERROR ? call.cancel() : call.breakOff()))
}

/** @see https://www.rfc-editor.org/rfc/rfc9113#name-error-codes */
const NO_ERROR = 0

/** Wraps `close`, because the events do not tell whether the application or the server has reset the stream. */
function watchClose(stream: ClientHttp2Stream, call: OutgoingCall): void {
  const { close } = stream
  const watched = function (this: ClientHttp2Stream, ...args: Parameters<typeof close>) {
    const hasConnection = resultOr(() => stream.session?.socket.destroyed === false, false)
    if (hasConnection) call.willCancel(undefined) // else Node closes the stream
    return Reflect.apply(close, this, args)
  }
  Object.defineProperty(stream, 'close', { value: watched, writable: true, configurable: true })
}

/**
 * The error of a stream that never got a connection has the reason as its cause. Without a cause, the application ended the
 * session.
 */
function reasonOf(error: Error): unknown {
  return Reflect.get(error, 'code') === 'ERR_HTTP2_STREAM_CANCEL' ? error.cause : error
}

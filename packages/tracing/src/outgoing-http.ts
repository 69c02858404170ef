import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { errorMonitor } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { resultOr } from '@azmon/core/adapter'
import type { TextMapSetter } from '@opentelemetry/api'
import { endWithError, type OutgoingCalls, setResponseStatus } from './outgoing-calls'

import http = require('node:http')
import https = require('node:https')

/** Tracks requests made with `http` and `https`. Returns a function that stops it. */
export function trackHttp(calls: OutgoingCalls): () => void {
  const track = (request: ClientRequest) => resultOr(() => trackRequest(request, calls), undefined)
  return hasCreatedChannel() ? listen(track) : wrap(track)
}

// --- helpers, in order of use ---

/**
 * The channel is published to before the request's headers are sent.
 * @see https://nodejs.org/api/diagnostics_channel.html#http
 */
const REQUEST_CREATED = 'http.client.request.created'

function hasCreatedChannel(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12)
}

function listen(track: (request: ClientRequest) => void): () => void {
  const listener = (message: unknown) => track((message as { readonly request: ClientRequest }).request)
  subscribe(REQUEST_CREATED, listener)
  return () => unsubscribe(REQUEST_CREATED, listener)
}

/** Node 20 has only a channel that is published to after the headers are sent, too late to add `traceparent`. */
function wrap(track: (request: ClientRequest) => void): () => void {
  let isStopped = false // other code may wrap our function and keep calling it after we stop
  const unwraps = [http, https].map((module) => {
    const { request, get } = module
    const tracked = (...args: readonly unknown[]): ClientRequest => {
      const made: ClientRequest = Reflect.apply(request, module, args)
      if (!isStopped) track(made)
      return made
    }
    const trackedGet = (...args: readonly unknown[]): ClientRequest => {
      const made = tracked(...args)
      made.end()
      return made
    }
    Object.assign(module, { request: tracked, get: trackedGet })
    return () => {
      if (module.request === tracked) module.request = request
      if (module.get === trackedGet) module.get = get
    }
  })
  syncBuiltinESMExports()
  return () => {
    isStopped = true
    for (const unwrap of unwraps) unwrap()
    syncBuiltinESMExports()
  }
}

const setter: TextMapSetter<ClientRequest> = {
  set: (request, name, value) => {
    if (!request.headersSent) request.setHeader(name, value)
  },
}

/** If the headers were given as an array, Node writes them to `_header` immediately. */
function hasParent(request: ClientRequest): boolean {
  return request.hasHeader('traceparent') || /^traceparent:/im.test(String(Reflect.get(request, '_header') ?? ''))
}

function trackRequest(request: ClientRequest, calls: OutgoingCalls): void {
  const { protocol, path, method } = request
  // A request to a proxy has the full URL as its path.
  const url = URL.canParse(path) ? path : `${protocol}//${request.getHeader('host') ?? request.host}${path}`
  const span = calls.begin({ method, url, carrier: request, setter, hasParent: hasParent(request) })
  if (span === undefined) return
  request.prependOnceListener('response', (response: IncomingMessage) => {
    setResponseStatus(span, response.statusCode ?? 0)
    response.once('close', () =>
      response.complete ? span.end() : endWithError(span, new Error('The response ended early.')),
    )
    // Without a listener, Node discards the response and frees the connection. Our listener must not change that.
    if (request.listenerCount('response') === 0) response.resume()
  })
  // errorMonitor does not count as a listener, so an unhandled error still ends the process.
  request.once(errorMonitor, (error: Error) => endWithError(span, error))
  request.once('close', () => {
    // With a listener for 'upgrade', a connection that Node would otherwise close would stay open.
    const { statusCode: status } = Object(Reflect.get(request, 'res')) as Partial<IncomingMessage>
    if (status === 101) {
      setResponseStatus(span, status)
      span.end()
    } else if (status === undefined) endWithError(span, new Error('The request was aborted before a response arrived.'))
  })
}

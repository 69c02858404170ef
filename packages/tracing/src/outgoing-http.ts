import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { errorMonitor } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import type { TextMapSetter } from '@opentelemetry/api'
import { guarded } from './guarded'
import { answered, failed, type OutgoingCalls } from './outgoing-calls'

import http = require('node:http')
import https = require('node:https')

/** What goes through `http` and `https`. Returns how to stop. */
export function trackHttp(calls: OutgoingCalls): () => void {
  const track = (request: ClientRequest) => guarded(() => trackRequest(request, calls), undefined)
  return hasCreatedChannel() ? listen(track) : wrap(track)
}

// --- helpers, in order of use ---

/** Tells of a request before its headers are sent. @see https://nodejs.org/api/diagnostics_channel.html#http */
const CREATED = 'http.client.request.created'

function hasCreatedChannel(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12)
}

function listen(track: (request: ClientRequest) => void): () => void {
  const listener = (message: unknown) => track((message as { readonly request: ClientRequest }).request)
  subscribe(CREATED, listener)
  return () => unsubscribe(CREATED, listener)
}

/** Node 20 tells of a request when its headers have gone. */
function wrap(track: (request: ClientRequest) => void): () => void {
  let isStopped = false // somebody may have wrapped ours meanwhile, and keep it
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

/** Headers that were given as a list are a text already. */
function hasParent(request: ClientRequest): boolean {
  return request.hasHeader('traceparent') || /^traceparent:/im.test(String(Reflect.get(request, '_header') ?? ''))
}

function trackRequest(request: ClientRequest, calls: OutgoingCalls): void {
  const { protocol, path, method } = request
  // By way of a proxy, the path is the whole URL.
  const url = URL.canParse(path) ? path : `${protocol}//${request.getHeader('host') ?? request.host}${path}`
  const span = calls.begin({ method, url, carrier: request, setter, hasParent: hasParent(request) })
  if (span === undefined) return
  request.prependOnceListener('response', (response: IncomingMessage) => {
    answered(span, response.statusCode ?? 0)
    response.once('close', () => (response.complete ? span.end() : failed(span, new Error('The answer broke off.'))))
    // Without a listener Node throws an answer away, and the connection is free again; we are not to be one.
    if (request.listenerCount('response') === 0) response.resume()
  })
  // It does not count as a listener: an error that nobody listens to ends the process, as it would have without us.
  request.once(errorMonitor, (error: Error) => failed(span, error))
  request.once('close', () => {
    // Nor do we listen to 'upgrade': of an answer that nobody listens to, Node closes the connection.
    const { statusCode: status } = Object(Reflect.get(request, 'res')) as Partial<IncomingMessage>
    if (status === 101) {
      answered(span, status)
      span.end()
    } else if (status === undefined) failed(span, new Error('The request was given up.'))
  })
}

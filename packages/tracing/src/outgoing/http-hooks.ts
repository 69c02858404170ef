import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { type CallHeaders, listHeaders } from './call-headers'

import http = require('node:http')
import https = require('node:https')

/** Returns a function that stops it. None of the listeners may throw. */
type Hook<Args extends readonly unknown[]> = (listener: (...args: Args) => void) => () => void

/**
 * Calls the listener when a request is made. On Node 20, which has no channel for this, misses requests made by `new
 * http.ClientRequest`, or by a `request` that was taken out of `http` before: for these, `onHeaders` comes first.
 */
export const onCreated: Hook<[request: ClientRequest]> = (listener) =>
  hasCreatedChannel()
    ? onChannel<{ request: ClientRequest }>('http.client.request.created', ({ request }) => listener(request))
    : wrapRequestFunctions(listener)

/** Calls the listener with the headers of a request, just before Node serializes them. Changes to them are sent. */
export const onHeaders: Hook<[request: ClientRequest, headers: CallHeaders]> = (listener) => {
  const { prototype } = http.ClientRequest
  const own = Object.getOwnPropertyDescriptor(prototype, '_storeHeader')
  const original: unknown = Reflect.get(prototype, '_storeHeader')
  if (typeof original !== 'function') return () => {}
  let isStopped = false // other code may wrap our function and keep calling it after we stop
  function storeHeader(this: ClientRequest, firstLine: string, headers: unknown): unknown {
    // If headers are passed as an array, of names and values or of pairs, Node sends only these and ignores setHeader().
    const list = Array.isArray(headers) ? headers.flat(Array.isArray(headers[0]) ? 1 : 0) : undefined
    if (!isStopped) listener(this, list === undefined ? headersOf(this) : listHeaders(list))
    return Reflect.apply(original as () => unknown, this, [firstLine, list ?? headers ?? this.getHeaders()])
  }
  Object.defineProperty(prototype, '_storeHeader', { value: storeHeader, writable: true, configurable: true })
  return () => {
    isStopped = true
    if (Reflect.get(prototype, '_storeHeader') !== storeHeader) return
    if (own === undefined) Reflect.deleteProperty(prototype, '_storeHeader')
    else Object.defineProperty(prototype, '_storeHeader', own)
  }
}

/** Calls the listener when the headers of a response have arrived. Does not count as a listener of 'response'. */
export const onResponse: Hook<[request: ClientRequest, response: IncomingMessage]> = (listener) =>
  onChannel<{ request: ClientRequest; response: IncomingMessage }>(
    'http.client.response.finish',
    ({ request, response }) => listener(request, response),
  )

export function headersOf(request: ClientRequest): CallHeaders {
  return {
    get: (name) => request.getHeader(name)?.toString(),
    set: (name, value) => {
      if (!request.headersSent) request.setHeader(name, value)
    },
    delete: (name) => {
      if (!request.headersSent) request.removeHeader(name)
    },
  }
}

// --- helpers, in order of use ---

function hasCreatedChannel(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 2) || (major === 22 && minor >= 12)
}

/** @see https://nodejs.org/api/diagnostics_channel.html#http */
function onChannel<Message>(name: string, listener: (message: Message) => void): () => void {
  const onMessage = (message: unknown) => listener(message as Message)
  subscribe(name, onMessage)
  return () => unsubscribe(name, onMessage)
}

function wrapRequestFunctions(listener: (request: ClientRequest) => void): () => void {
  let isStopped = false // other code may wrap our function and keep calling it after we stop
  const unwraps = [http, https].map((module) => {
    const { request, get } = module
    const tracked = (...args: readonly unknown[]): ClientRequest => {
      const made: ClientRequest = Reflect.apply(request, module, args)
      if (!isStopped) listener(made)
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

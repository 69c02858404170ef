import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { resultOr } from '@azmon/core/adapter'
import type { OutgoingCall } from './call'
import { type CallHeaders, listHeaders } from './call-headers'
import type { OutgoingCalls } from './calls'
import { isByApplication } from './cancellation'

/**
 * Tracks requests made with undici, including `fetch`. Returns a function that stops it.
 * @see https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
 */
export function trackUndici(calls: OutgoingCalls): () => void {
  const known = new WeakMap<UndiciRequest, OutgoingCall>()
  const listeners: Readonly<Record<string, (message: Message) => void>> = {
    'undici:request:create': ({ request }) => {
      const { origin, path, method } = request
      const start = { method, url: `${origin}${path}`, headers: headersOf(request) }
      const call = resultOr(() => calls.begin(start), undefined)
      if (call === undefined) return
      known.set(request, call)
      watchChunks(request, call)
    },
    'undici:request:headers': ({ request, response }) => {
      if (response !== undefined) known.get(request)?.respond(response.statusCode)
    },
    'undici:request:trailers': ({ request }) => known.get(request)?.complete(),
    'undici:request:error': ({ request, error }) => {
      const call = known.get(request)
      if (isByApplication(error)) call?.cancel(error)
      else call?.fail(error)
    },
  }
  for (const [channel, listener] of Object.entries(listeners))
    subscribe(channel, listener as (message: unknown) => void)
  return () => {
    for (const [channel, listener] of Object.entries(listeners)) {
      unsubscribe(channel, listener as (message: unknown) => void)
    }
  }
}

// --- helpers, in order of use ---

interface UndiciRequest {
  readonly origin: string | URL
  readonly path: string
  readonly method: string
  /** Alternating names and values; a single string before version 6. */
  headers: unknown[] | string
  addHeader(name: string, value: string): void
  onData?(chunk: Uint8Array): boolean
}

interface Message {
  readonly request: UndiciRequest
  readonly response?: { readonly statusCode: number }
  readonly error?: unknown
}

function headersOf(request: UndiciRequest): CallHeaders {
  const { headers } = request
  if (typeof headers !== 'string') return listHeaders(headers)
  const lineOf = (name: string) => new RegExp(`^${name}: *(.*)\\r\\n`, 'im')
  const remove = (name: string) => {
    request.headers = String(request.headers).replace(lineOf(name), '')
  }
  return {
    get: (name) => lineOf(name).exec(String(request.headers))?.[1],
    set: (name, value) => {
      remove(name)
      request.addHeader(name, value)
    },
    delete: remove,
  }
}

/** `onData` returns false if the application does not read what has arrived. */
function watchChunks(request: UndiciRequest, call: OutgoingCall): void {
  const { onData } = request
  if (typeof onData !== 'function') return
  request.onData = function (this: UndiciRequest, chunk) {
    const hasRoom = Reflect.apply(onData, this, [chunk])
    call.isHeldUp = !hasRoom
    return hasRoom
  }
}

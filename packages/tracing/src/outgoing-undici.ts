import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { resultOr } from '@azmon/core/adapter'
import type { Span, TextMapSetter } from '@opentelemetry/api'
import { endWithError, type OutgoingCalls, setResponseStatus } from './outgoing-calls'

/**
 * Tracks requests made with undici, including `fetch`. Returns a function that stops it.
 * @see https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
 */
export function trackUndici(calls: OutgoingCalls): () => void {
  const spans = new WeakMap<UndiciRequest, Span>()
  const listeners: Readonly<Record<string, (message: Message) => void>> = {
    'undici:request:create': ({ request }) => {
      const { origin, path, method } = request
      const call = { method, url: `${origin}${path}`, carrier: request, setter, hasParent: hasParent(request) }
      const span = resultOr(() => calls.begin(call), undefined)
      if (span !== undefined) spans.set(request, span)
    },
    'undici:request:headers': ({ request, response }) => {
      const span = spans.get(request)
      if (span !== undefined && response !== undefined) setResponseStatus(span, response.statusCode)
    },
    'undici:request:trailers': ({ request }) => spans.get(request)?.end(),
    'undici:request:error': ({ request, error }) => {
      const span = spans.get(request)
      if (span !== undefined && error !== undefined) endWithError(span, error)
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

// --- helpers ---

interface UndiciRequest {
  readonly origin: string | URL
  readonly path: string
  readonly method: string
  /** Alternating names and values; a single string before version 6. */
  readonly headers: readonly unknown[] | string
  addHeader(name: string, value: string): void
}

interface Message {
  readonly request: UndiciRequest
  readonly response?: { readonly statusCode: number }
  readonly error?: Error
}

const setter: TextMapSetter<UndiciRequest> = { set: (request, name, value) => request.addHeader(name, value) }

function hasParent({ headers }: UndiciRequest): boolean {
  if (typeof headers === 'string') return /^traceparent:/im.test(headers)
  return headers.some((name, index) => index % 2 === 0 && String(name).toLowerCase() === 'traceparent')
}

import type { IncomingHttpHeaders } from 'node:http'
import { type Context, context, createContextKey } from '@opentelemetry/api'

const INCOMING_HEADERS = createContextKey('azmon.incoming-headers')

/** Returns a context that remembers the headers of the request that is handled in it. */
export function withIncomingHeaders(within: Context, headers: IncomingHttpHeaders): Context {
  return within.setValue(INCOMING_HEADERS, headers)
}

/** Returns whether a call passes on this header of the active request, as gateways do. */
export function isForwarded(name: string, headers: { get(name: string): string | undefined }): boolean {
  const incoming = context.active().getValue(INCOMING_HEADERS) as IncomingHttpHeaders | undefined
  const [value, received] = [headers.get(name), incoming?.[name]]
  return value !== undefined && received !== undefined && value.trim() === String(received).trim()
}

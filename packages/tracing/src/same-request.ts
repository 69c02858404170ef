import type { Attributes, SpanContext } from '@opentelemetry/api'
import { firstString } from './mapping/attribute'
import { METHOD, ROUTE } from './mapping/request-name'
import { urlOf } from './mapping/url'
import { MAX_URL } from './request-path'
import { nextRouteOf } from './routes/next'
import { REQUEST, type RequestSpan } from './span-inheritance'

/** Returns whether the attributes of a new server span describe the open request of `span`: the same method and path. */
export function describesRequest(attributes: Attributes, span: RequestSpan): boolean {
  const method = firstString(attributes, ...METHOD)
  if (!span.isRecording() || method === undefined) return false
  // A mounted router sees only the part of the path after its mount.
  const isSamePath = pathOf(span.attributes)?.endsWith(pathOf(attributes) ?? '') === true
  return isSamePath && method === firstString(span.attributes, ...METHOD)
}

/**
 * Returns whether a span with this parent is a child of `span`, or a sibling because the framework has read the request's
 * headers itself.
 */
export function isChildOrSibling(span: RequestSpan, parent: SpanContext | undefined): boolean {
  return parent === undefined || parent.spanId === span.spanContext().spanId || parent.spanId === span.parentSpanId
}

/**
 * Passes the route of a span within a request to the request's span, because some instrumentations set it only on inner spans.
 */
export function suggestRouteToRequest(span: RequestSpan): void {
  const request = span[REQUEST]
  if (request === undefined || request === span) return
  const route = firstString(span.attributes, ROUTE) ?? nextRouteOf(span.attributes)
  if (route?.startsWith('/') && (route !== '/' || pathOf(request.attributes) === '/')) request.suggestRoute(route)
}

/** Returns the path of the URL in the attributes of a server span. */
export function pathOf(attributes: Attributes): string | undefined {
  return urlOf(attributes)
    ?.slice(0, MAX_URL + MAX_ORIGIN)
    .replace(/^[a-z]+:\/\/[^/?#]*/i, '')
    .replace(/[?#].*/s, '')
    .slice(0, MAX_URL)
}

// --- helpers ---

const MAX_ORIGIN = 300

import type { Attributes } from '@opentelemetry/api'
import { firstString } from '../mapping/attribute'

/**
 * Returns the route in the attributes of a span of Next.js, such as `/orders/[id]`. Before version 16, Next.js names the
 * request by it only if nothing else tracks the request. Built-in pages, such as `/_not-found`, are not routes.
 */
export function nextRouteOf(attributes: Attributes): string | undefined {
  const route = firstString(attributes, 'next.route')
  if (route === undefined || OWN_PAGE.test(route)) return undefined
  return route.replace(FILE, '') || '/'
}

/**
 * Returns whether an error is the copy without a message that React makes of an error in a server component, for the client.
 * Next.js 15 records both.
 */
export function isRedactedCopy(error: unknown): boolean {
  const { digest, message } = Object(error)
  return digest !== undefined && typeof message === 'string' && message.startsWith(REDACTED)
}

// --- helpers ---

const REDACTED =
  'An error occurred in the Server Components render. The specific message is omitted in production builds'

const OWN_PAGE = /^\/(?:_|404$|500$)/

/** The file of the route, which some spans append. */
const FILE = /\/(?:page|route)$/

import { getPath } from 'hono/utils/url'

/**
 * Returns the path in lower case and without empty segments, for matching routes. If a client appends `/v2.1/track` to an
 * endpoint with a trailing slash, it requests `//v2.1/track`.
 */
export function canonicalPath(request: Request): string {
  const segments = getPath(request).split('/')
  return `/${segments.filter((segment) => segment !== '').join('/')}`.toLowerCase()
}

import { getPath } from 'hono/utils/url'

/**
 * The path that routes are matched with: lower case, and no empty segments. A client that appends `/v2.1/track` to an
 * endpoint with a trailing slash asks for `//v2.1/track`.
 */
export function canonicalPath(request: Request): string {
  const segments = getPath(request).split('/')
  return `/${segments.filter((segment) => segment !== '').join('/')}`.toLowerCase()
}

import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { LocalEnv } from './safety'

/**
 * Rejects requests without the token, except to paths for which `isOpen` returns true. Programs send it as
 * `Authorization: Bearer …`. A browser sends it once as `?token=…`, gets a cookie, and is redirected to the address without it.
 */
export function tokenRequired(token: string, isOpen: (path: string) => boolean): MiddlewareHandler<LocalEnv> {
  const isToken = (given: string | undefined) => given !== undefined && timingSafeEqual(digest(given), digest(token))
  return createMiddleware<LocalEnv>(async (c, next) => {
    if (isOpen(c.req.path)) return next()
    const [, bearer] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
    if (isToken(bearer)) return next()
    // Browsers send cookies to all ports of a host, and each port may have its own token.
    const cookie = `azmon-local-token-${c.env.incoming.socket.localPort}`
    if (c.req.method === 'GET' && isToken(c.req.query('token'))) {
      setCookie(c, cookie, token, { httpOnly: true, sameSite: 'Lax', path: '/' })
      return c.redirect(withoutToken(c.req.url), 303)
    }
    if (isToken(getCookie(c, cookie))) return next()
    c.header('www-authenticate', 'Bearer')
    return c.text('azmon local needs its token: open the address that it printed when it started\n', 401)
  })
}

// --- helpers ---

/** Returns the path and the other parameters. Two slashes at the start of a path would name another host. */
function withoutToken(address: string): string {
  const { pathname, searchParams } = new URL(address)
  searchParams.delete('token')
  const parameters = searchParams.size === 0 ? '' : `?${searchParams}`
  return `${pathname.replace(/^\/+/, '/')}${parameters}`
}

/** Makes strings of any length comparable in constant time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

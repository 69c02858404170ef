import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { NONCE, secureHeaders } from 'hono/secure-headers'

export type LocalEnv = { Bindings: HttpBindings; Variables: { secureHeadersNonce?: string } }

/**
 * Any page in a browser can make a name of its own resolve to 127.0.0.1 and so read what is served here, unless the
 * name in the request is checked (DNS rebinding).
 */
export const loopbackHostOnly = createMiddleware<LocalEnv>(async (c, next) => {
  const host = loopbackHost.exec(c.req.header('host') ?? '')
  const isOwn = host !== null && Number(host[1] ?? HTTP_PORT) === c.env.incoming.socket.localPort
  return isOwn ? next() : c.text('azmon local answers only to localhost, 127.0.0.1 and [::1]\n', 421)
})

/**
 * Closes everything but `exceptPaths` to pages of other origins; programs that are no browser send none of these headers.
 * Following a link to here, or typing the address, is a navigation.
 */
export function ownPagesOnly(exceptPaths: readonly string[]): MiddlewareHandler<LocalEnv> {
  return createMiddleware<LocalEnv>(async (c, next) => {
    if (exceptPaths.includes(c.req.path)) return next()
    const isNavigation = c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate'
    const site = c.req.header('sec-fetch-site') ?? 'same-origin'
    const origin = c.req.header('origin') ?? c.req.url
    const isOwn = site === 'same-origin' && hostOf(origin) === hostOf(c.req.url)
    return isNavigation || isOwn ? next() : c.text('Pages of other origins may not do this\n', 403)
  })
}

/** Whether a page in a browser sent the request: pages cannot leave these headers out of a POST. */
export function isFromPage(c: Context<LocalEnv>): boolean {
  return c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined
}

/** Everything shown comes from telemetry: the browser is told to load and run nothing, and to keep nothing. */
export const nothingActive: MiddlewareHandler<LocalEnv> = createMiddleware<LocalEnv>(async (c, next) => {
  await nothingLoaded(c, next)
  c.header('cache-control', 'no-store')
})

const nothingLoaded: MiddlewareHandler<LocalEnv> = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: [NONCE],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
})

const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?$/i
const HTTP_PORT = 80

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}

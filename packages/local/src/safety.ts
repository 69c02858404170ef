import { isIP } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import type { Access } from './access'

export type LocalEnv = { Bindings: HttpBindings; Variables: { secureHeadersNonce?: string; responseBytes?: number } }

/**
 * Rejects requests whose Host header is neither a loopback name nor allowed. Otherwise a web page could make its own domain
 * resolve to this machine and read everything that is served here (DNS rebinding). If it listens beyond loopback, it accepts
 * all IP addresses, because they need no resolution.
 */
export function knownHostsOnly({ host, allowHosts }: Access): MiddlewareHandler<LocalEnv> {
  return createMiddleware<LocalEnv>(async (c, next) => {
    const header = c.req.header('host') ?? ''
    const [, name = '', port = defaultPort(c.req.url)] = hostAndPort.exec(header) ?? []
    // A container may publish another port.
    const isOwn = isLoopback(name) && (host !== undefined || Number(port) === c.env.incoming.socket.localPort)
    const isAddress = host !== undefined && isIP(name.replace(/^\[|\]$/g, '')) !== 0
    return isOwn || isAddress || allowHosts.includes(name.toLowerCase()) ? next() : c.text(UNKNOWN_HOST, 421)
  })
}

/** Returns whether the name in a Host header is one of this machine's own. */
export function isLoopback(name: string): boolean {
  return loopback.test(name)
}

/**
 * Rejects requests from pages of other origins, except to `exceptPaths`. Only browsers send the headers that are checked.
 * Following a link or typing the address is a navigation, which is allowed.
 */
export function ownPagesOnly(exceptPaths: readonly string[]): MiddlewareHandler<LocalEnv> {
  return createMiddleware<LocalEnv>(async (c, next) => {
    if (exceptPaths.includes(c.req.path)) return next()
    const isNavigation = c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate'
    const site = c.req.header('sec-fetch-site') ?? 'same-origin'
    const origin = c.req.header('origin') ?? c.req.url
    const isOwn = site === 'same-origin' && hostOf(origin) === hostOf(c.req.url)
    return isNavigation || isOwn ? next() : c.text(FOREIGN_PAGE, 403)
  })
}

/**
 * Rejects navigations that a page of another site started. A response cannot be read by that page, but it costs work. Typing the
 * address is allowed.
 */
export const ownNavigationsOnly: MiddlewareHandler<LocalEnv> = createMiddleware<LocalEnv>(async (c, next) => {
  const site = c.req.header('sec-fetch-site') ?? 'none'
  return site === 'none' || site === 'same-origin' ? next() : c.text(FOREIGN_PAGE, 403)
})

/** Returns whether a web page sent the request. Pages cannot omit these headers from a POST. */
export function isFromPage(c: Context<LocalEnv>): boolean {
  return c.req.header('origin') !== undefined || c.req.header('sec-fetch-site') !== undefined
}

/**
 * Lets pages of other origins get responses of these paths, also without CORS. The browser SDK sends beacons without CORS, and
 * browsers report an error for each response that they must not pass on.
 */
export function openToPages(paths: readonly string[]): MiddlewareHandler<LocalEnv> {
  return createMiddleware<LocalEnv>(async (c, next) => {
    await next()
    if (paths.includes(c.req.path)) c.header('cross-origin-resource-policy', 'cross-origin')
  })
}

/**
 * Tells the browser to run only the scripts of the page, to load nothing from elsewhere, and to cache nothing that contains
 * telemetry. The page shows everything that comes from telemetry as text; this is the second line of defence.
 */
export const ownContentOnly: MiddlewareHandler<LocalEnv> = createMiddleware<LocalEnv>(async (c, next) => {
  await contentPolicy(c, next)
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
})

const contentPolicy: MiddlewareHandler<LocalEnv> = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    // The editor of queries adds its own styles.
    styleSrc: ["'self'", NONCE],
    connectSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
})

const UNKNOWN_HOST =
  'azmon local only accepts requests to localhost, 127.0.0.1 and [::1]; --allow-host <name> accepts another name\n'

const FOREIGN_PAGE = 'Requests from pages of other origins are not allowed\n'

const hostAndPort = /^(\[[\da-f:.]{2,45}\]|[a-z\d.-]{1,253})(?::(\d{1,5}))?$/i
const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])$/i

/** Returns the port that clients omit. */
export function defaultPort(url: string): number {
  return url.startsWith('https:') ? 443 : 80
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}

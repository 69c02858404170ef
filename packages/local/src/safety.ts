import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
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

/** Keeps pages of other origins from changing anything here; programs that are no browser send neither header. */
export function sameOriginWrites(exceptPaths: readonly string[]): MiddlewareHandler<LocalEnv> {
  return createMiddleware<LocalEnv>(async (c, next) => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (isRead || exceptPaths.includes(c.req.path)) return next()
    const site = c.req.header('sec-fetch-site') ?? 'same-origin'
    const origin = c.req.header('origin') ?? c.req.url
    const isSame = site === 'same-origin' && hostOf(origin) === hostOf(c.req.url)
    return isSame ? next() : c.text('Pages of other origins may not do this\n', 403)
  })
}

/** Everything shown comes from telemetry, so the browser is told to load and run nothing at all. */
export const nothingActive: MiddlewareHandler<LocalEnv> = secureHeaders({
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

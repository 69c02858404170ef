import type { IncomingMessage } from 'node:http'
import { resultOr } from '@azmon/core/adapter'
import { expressOrigin } from './express-origin'
import { forwardedOrigin, listOf } from './forwarded'
import { type Origin, validOrigin } from './origin'
import type { TrustCheck } from './trusted-proxies'

/** Returns the origin of a request that trusted proxies report, by the option `trustProxy`, else by the framework's setting. */
export function requestOrigin(request: IncomingMessage, isTrusted: TrustCheck | undefined): Origin {
  const read = () => (isTrusted === undefined ? frameworkOrigin(request) : forwardedOrigin(request, isTrusted))
  const origin = resultOr(read, undefined)
  return origin === undefined ? UNKNOWN : validOrigin(origin)
}

/** Makes `requestOrigin` return what the framework trusts. `origin` is called each time it is needed. */
export function reportOrigin(request: object, origin: () => Origin | undefined): void {
  reported.set(request, origin)
}

// --- helpers ---

const UNKNOWN: Origin = {}

const reported = new WeakMap<object, () => Origin | undefined>()

/** Frameworks check each address of `X-Forwarded-For`, however many the client sends. */
function frameworkOrigin(request: IncomingMessage): Origin | undefined {
  const { headers } = request
  const isReadable = headers['x-forwarded-for'] === undefined || listOf(headers, 'x-forwarded-for').length > 0
  return isReadable ? (reported.get(request)?.() ?? expressOrigin(request)) : undefined
}

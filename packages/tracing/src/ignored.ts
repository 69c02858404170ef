import type { IncomingMessage } from 'node:http'
import { guarded } from './guarded'
import { pathOf } from './request-path'

/** A path, which everything below it belongs to; an expression, of the path; or a function. */
export type IgnoreRule<Req = IncomingMessage> = string | RegExp | ((request: Req) => boolean)

/** Whether a request is one of those that a rule names. */
export function isIgnored(request: IncomingMessage, rules: readonly IgnoreRule[] = []): boolean {
  if (rules.length === 0) return false
  const path = pathOf(request)
  return rules.some((rule) => {
    if (typeof rule === 'function') return guarded(() => rule(request), false)
    return typeof rule === 'string'
      ? path === rule || path.startsWith(`${rule.replace(/\/$/, '')}/`)
      : path.search(rule) !== -1
  })
}

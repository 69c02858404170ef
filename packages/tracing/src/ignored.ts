import type { IncomingMessage } from 'node:http'
import { resultOr, syncResult } from '@azmon/core/adapter'
import { pathOf } from './request-path'

/** A path, which includes everything below it; a regular expression to match against the path; or a function. */
export type IgnoreRule<Req = IncomingMessage> = string | RegExp | ((request: Req) => boolean)

/** Returns whether a request matches one of the rules. A rule that throws does not match. */
export function isIgnored(request: IncomingMessage, rules: readonly IgnoreRule[] = []): boolean {
  if (rules.length === 0) return false
  const path = pathOf(request)
  // The rules belong to the application and may throw; the request must still be served.
  return resultOr(() => rules.some((rule) => matches(rule, request, path)), false)
}

/** Like `isIgnored`, for tracking: a request that one tracker ignores, such as that of the server, is ignored by all others. */
export function isNeverTracked(request: IncomingMessage, rules?: readonly IgnoreRule[]): boolean {
  if (ignored.has(request)) return true
  if (!isIgnored(request, rules)) return false
  ignored.add(request)
  return true
}

// --- helpers ---

const ignored = new WeakSet<IncomingMessage>()

function matches(rule: IgnoreRule, request: IncomingMessage, path: string): boolean {
  if (typeof rule === 'function') return resultOr(() => syncResult('ignore', rule(request), false), false)
  if (typeof rule === 'string') return path === rule || path.startsWith(`${rule.replace(/\/$/, '')}/`)
  return path.search(rule) !== -1
}

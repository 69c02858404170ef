import type { IncomingMessage } from 'node:http'
import { atOnce } from '@azmon/core/adapter'
import { guarded } from './guarded'
import { pathOf } from './request-path'

/** A path, which everything below it belongs to; an expression, of the path; or a function. */
export type IgnoreRule<Req = IncomingMessage> = string | RegExp | ((request: Req) => boolean)

/** Whether a request is one of those that a rule names. */
export function isIgnored(request: IncomingMessage, rules: readonly IgnoreRule[] = []): boolean {
  if (rules.length === 0) return false
  const path = pathOf(request)
  // A rule of the application's, or a list that is none, is no reason not to answer.
  return guarded(() => rules.some((rule) => names(rule, request, path)), false)
}

// --- helpers ---

function names(rule: IgnoreRule, request: IncomingMessage, path: string): boolean {
  if (typeof rule === 'function') return guarded(() => atOnce('ignore', rule(request), false), false)
  if (typeof rule === 'string') return path === rule || path.startsWith(`${rule.replace(/\/$/, '')}/`)
  return path.search(rule) !== -1
}

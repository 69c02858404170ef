import { resultOr, syncResult } from '@azmon/core/adapter'
import type { UrlRule } from './outgoing-options'

/** Returns whether a URL matches one of the rules. A rule that throws does not match. `option` names them in warnings. */
export function matchesUrl(option: string, rules: readonly UrlRule[], url: string): boolean {
  if (rules.length === 0 || !URL.canParse(url)) return false
  const parsed = new URL(url)
  return rules.some((rule) => {
    if (typeof rule === 'function') return resultOr(() => syncResult(option, rule(parsed), false), false)
    return typeof rule === 'string' ? matchesHost(rule.toLowerCase(), parsed) : url.search(rule) !== -1
  })
}

// --- helpers ---

function matchesHost(rule: string, { protocol, hostname, port }: URL): boolean {
  const withPort = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
  return [hostname, withPort].some((host) => (rule.startsWith('*.') ? host.endsWith(rule.slice(1)) : host === rule))
}

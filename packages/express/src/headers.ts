import type { OutgoingHttpHeaders } from 'node:http'
import { redactQuery } from '@azmon/tracing'

/** Returns these headers, with the values of secret headers replaced by `[redacted]`. */
export function pickHeaders(
  headers: OutgoingHttpHeaders,
  names: readonly string[] = [],
): Readonly<Record<string, string>> | undefined {
  const picked = names
    .map((name) => name.toLowerCase())
    .filter((name) => headers[name] !== undefined)
    .map((name) => [name, isSecret(name) ? '[redacted]' : redactUrls(truncateUrl(String(headers[name])))])
  return picked.length === 0 ? undefined : Object.fromEntries(picked)
}

// --- helpers, in order of use ---

/**
 * Truncates a header, because clients choose its length. Cuts between parts of a URL, because half of a secret would not be
 * redacted.
 */
function truncateUrl(value: string): string {
  if (value.length <= MAX_LENGTH) return value
  const end = Math.max(...['/', '?', '#', '&', ' '].map((separator) => value.lastIndexOf(separator, MAX_LENGTH)))
  return value.slice(0, end > 0 ? end : MAX_LENGTH)
}

const MAX_LENGTH = 2_048

/** Checks for words in the name, because no list is complete: `x-auth-token`, `ocp-apim-subscription-key`, `X-Session-Id`. */
function isSecret(name: string): boolean {
  const plain = name.replaceAll(/[^a-z]/gi, '').toLowerCase()
  return SECRET_WORD.test(plain) || (plain.endsWith('key') && !plain.endsWith('idempotencykey'))
}

const SECRET_WORD = /authorization|cookie|credential|password|passwd|secret|session|token/

/** Redacts URLs in a header, which may be a full URL (`referer`), a path (`location`), or contain a URL (`link`). */
function redactUrls(value: string): string {
  return value
    .replaceAll(/\/\/[^/?#\s]*@/g, '//') // user and password
    .replaceAll(/(?<=[?#&])[^?#&]+/g, (parameter) => {
      const [name = ''] = parameter.split('=', 1)
      return name !== parameter && isSecret(name) ? `${name}=redacted` : redactQuery(parameter)
    })
}

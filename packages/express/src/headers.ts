import type { OutgoingHttpHeaders } from 'node:http'
import { redactQuery } from '@azmon/tracing'

/** Those of the headers that are asked for; of those that carry secrets, only that they were there. */
export function pickHeaders(
  headers: OutgoingHttpHeaders,
  names: readonly string[] = [],
): Readonly<Record<string, string>> | undefined {
  const picked = names
    .map((name) => name.toLowerCase())
    .filter((name) => headers[name] !== undefined)
    .map((name) => [name, SECRET.has(name) ? '[redacted]' : withoutSecrets(String(headers[name]))])
  return picked.length === 0 ? undefined : Object.fromEntries(picked)
}

// --- helpers, in order of use ---

const SECRET: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-functions-key',
])

/** Some are URLs, as `referer` and `location` are. */
function withoutSecrets(value: string): string {
  const query = value.indexOf('?') + 1
  return query === 0 ? value : value.slice(0, query) + redactQuery(value.slice(query))
}

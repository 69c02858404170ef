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
    .map((name) => [name, isSecret(name) ? '[redacted]' : withoutSecrets(beginningOf(String(headers[name])))])
  return picked.length === 0 ? undefined : Object.fromEntries(picked)
}

// --- helpers, in order of use ---

/** A client chooses how long its headers are. The cut is where a part of a URL ends, so that it leaves no part of a secret. */
function beginningOf(value: string): string {
  if (value.length <= MAX_LENGTH) return value
  const end = Math.max(...['/', '?', '#', '&', ' '].map((separator) => value.lastIndexOf(separator, MAX_LENGTH)))
  return value.slice(0, end > 0 ? end : MAX_LENGTH)
}

const MAX_LENGTH = 2_048

/** By its name, as nobody can list them all: `x-auth-token`, `ocp-apim-subscription-key`, `X-Session-Id`. */
function isSecret(name: string): boolean {
  const plain = name.replaceAll(/[^a-z]/gi, '').toLowerCase()
  return SECRET_WORD.test(plain) || (plain.endsWith('key') && !plain.endsWith('idempotencykey'))
}

const SECRET_WORD = /authorization|cookie|credential|password|passwd|secret|session|token/

/** Many are URLs, whole as `referer` or from the path on as `location`, or have one in them as `link`. */
function withoutSecrets(value: string): string {
  return value
    .replaceAll(/\/\/[^/?#\s]*@/g, '//') // user and password
    .replaceAll(/(?<=[?#&])[^?#&]+/g, (parameter) => {
      const [name = ''] = parameter.split('=', 1)
      return name !== parameter && isSecret(name) ? `${name}=redacted` : redactQuery(parameter)
    })
}

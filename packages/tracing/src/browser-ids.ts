import { detached, resultOr } from '@azmon/core/adapter'
import type { Attributes } from '@opentelemetry/api'
import { ANONYMOUS_USER, SESSION, USER } from './operation'

/**
 * Returns the ids that the Application Insights SDK for browsers keeps in cookies. Each cookie begins with an id; times and an
 * account follow it, separated by `|`.
 *
 * @see https://learn.microsoft.com/azure/azure-monitor/app/javascript-sdk-configuration#cookies
 */
export function browserIds(cookies: string | undefined): Attributes {
  const ids: Attributes = {}
  let read = 0
  for (const [, name, value = ''] of cookies?.matchAll(COOKIES) ?? []) {
    if (++read > MAX_COOKIES) break
    const attribute = ATTRIBUTE_OF_COOKIE[name as keyof typeof ATTRIBUTE_OF_COOKIE]
    const [id] = resultOr(() => decodeURIComponent(value), value).split('|', 1)
    if (id) ids[attribute] ??= detached(id.slice(0, MAX_ID))
  }
  return ids
}

// --- helpers ---

const ATTRIBUTE_OF_COOKIE = { ai_user: ANONYMOUS_USER, ai_session: SESSION, ai_authUser: USER }

/** Clients choose the length of a cookie, so the rest of a long one is not read. */
const COOKIES = /(?:^|;)[ \t]*(ai_user|ai_session|ai_authUser)=([^;]{0,1024})/g

/** The SDK sets three. A client may repeat them as often as 16 KB of headers allow. */
const MAX_COOKIES = 20

const MAX_ID = 128

import { Hono } from 'hono'
import type { QuerySource } from '../../query/query-source'
import type { LocalEnv } from '../../safety'
import { respondTo } from '../respond'
import { answerKusto } from './answer-kusto'
import { invalidKustoRequest } from './kusto-error'
import { requestIds } from './request-ids'

/** Clients ask for it before they have a token. It is the same for everyone. */
export const AUTH_METADATA_PATH = '/v1/rest/auth/metadata'

/**
 * The API of Azure Data Explorer.
 * @see https://learn.microsoft.com/kusto/api/rest/
 */
export function kustoRoutes(source: QuerySource): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  routes.get(AUTH_METADATA_PATH, (c) => c.json(AUTH_METADATA))
  for (const endpoint of ['v1/query', 'v2/query', 'v1/mgmt'] as const) {
    routes.post(`/${endpoint.replace('/', '/rest/')}`, (c) => {
      const ids = requestIds(c.req.header('x-ms-client-request-id'))
      c.header('x-ms-client-request-id', ids.clientRequestId)
      c.header('x-ms-activity-id', ids.activityId)
      const { signal } = c.req.raw
      return respondTo(
        c,
        MAX_BODY_BYTES,
        (body) => answerKusto(source, { endpoint, body, ids, signal }),
        (message) => invalidKustoRequest(message, ids),
      )
    })
  }
  return routes
}

// --- helpers ---

const MAX_BODY_BYTES = 1024 * 1024

/** Where clients would get a token in the public cloud. */
const AUTH_METADATA = {
  AzureAD: {
    LoginEndpoint: 'https://login.microsoftonline.com',
    LoginMfaRequired: false,
    KustoClientAppId: 'db662dc1-0cfe-4e1c-a843-19a68e65be58',
    KustoClientRedirectUri: 'https://microsoft/kustoclient',
    KustoServiceResourceId: 'https://kusto.kusto.windows.net',
    FirstPartyAuthorityUrl: 'https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a',
  },
}

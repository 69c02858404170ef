import { LocalError, reasonOf } from '../../errors'
import type { Credential } from './default-credential'

/** Returns the headers that authorize a request. */
export type RequestHeaders = () => Promise<Readonly<Record<string, string>>>

/**
 * Returns a function that gets a token for the scope. It uses a token until shortly before it expires, and calls the
 * credential once for concurrent requests. If no token is required, it sends none without a credential.
 */
export function tokenHeaders(find: () => Credential | undefined, scope: string, isRequired: boolean): RequestHeaders {
  let credential: Credential | undefined
  let pending: Promise<string> | undefined
  let renewMs = 0
  return async () => {
    credential ??= find()
    if (credential === undefined) {
      if (!isRequired) return {}
      throw new LocalError('AZMON_LOCAL_SOURCE_ACCESS', NO_CREDENTIAL)
    }
    if (pending === undefined || Date.now() >= renewMs) {
      renewMs = Number.POSITIVE_INFINITY
      pending = getToken(credential, scope).then(
        ({ token, expiresOnTimestamp }) => {
          renewMs = expiresOnTimestamp - RENEW_BEFORE_MS
          return token
        },
        (cause) => {
          pending = undefined
          throw new LocalError('AZMON_LOCAL_SOURCE_ACCESS', `No token for ${scope}: ${reasonOf(cause)} ${SIGN_IN}`, {
            cause,
          })
        },
      )
    }
    return { authorization: `Bearer ${await pending}` }
  }
}

// --- helpers ---

const RENEW_BEFORE_MS = 5 * 60 * 1000
const SIGN_IN = 'Sign in with az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.'
const NO_CREDENTIAL = `The source needs a credential. Install @azure/identity (npm install --save-dev @azure/identity) and sign in with az login, or pass credential.`

async function getToken(credential: Credential, scope: string) {
  const token = await credential.getToken(scope)
  if (token === null) throw new Error('The credential returned no token.')
  return token
}

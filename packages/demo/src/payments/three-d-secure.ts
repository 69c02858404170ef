import type { Intent } from './card-gateway'

/** The releases of the payments service, in order. One of them has a bug. */
export type Version = '2.7.0' | '2.8.0' | '2.8.1'

/** Returns where the customer confirms the payment. */
export function startChallenge(intent: Intent, version: Version): string {
  if (version !== '2.8.0') return intent.redirect_url ?? ''
  const action = intent.next_action as { readonly redirectUrl: string } // a deliberate bug: the gateway no longer sends it
  return action.redirectUrl
}

import { NOT_BREEZE, type SendOutcome, type Trouble } from '../ingestion/breeze-response'
import { isLoopback } from '../options/connection-string'

/** What is wrong, and what somebody can do about it. */
export interface Advice {
  readonly what: string
  readonly cure: string
}

/** Of an answer to one item that is known to be fine. Undefined where it was accepted. Pure. */
export function adviceOn(outcome: SendOutcome, endpoint: string): Advice | undefined {
  switch (outcome.kind) {
    case 'accepted':
      return undefined
    case 'partial': {
      const status = outcome.rejected[0]?.statusCode
      return {
        what: `the item was refused${status === undefined ? ' for now' : ` with status ${status}`}`,
        cure: LATER,
      }
    }
    case 'unreadable':
    case 'poisoned':
    case 'too-large':
    case 'encoding-refused':
      return { what: `the answer is not one of Application Insights (${outcome.kind})`, cure: ADDRESS }
    default:
      return adviceOnTrouble(outcome, endpoint)
  }
}

/** Pure. Holds codes and no words of the endpoint, which may quote what it was sent. */
export function adviceOnTrouble({ kind, reason }: Trouble, endpoint: string): Advice {
  const status = Number(/status (\d{3})/.exec(reason)?.[1])
  switch (kind) {
    case 'denied':
      return status === 401
        ? { what: `the resource takes no key (${reason})`, cure: ENTRA }
        : { what: `the resource refuses this key from here (${reason})`, cure: FORBIDDEN }
    case 'quota':
      return { what: `the quota of the resource is used up (${reason})`, cure: QUOTA }
    case 'throttled':
      return { what: `too much was sent at once (${reason})`, cure: LATER }
    case 'misconfigured':
      if (reason.endsWith(NOT_BREEZE)) return { what: reason, cure: PORTAL }
      return /unknown instrumentation key/.test(reason)
        ? { what: `the resource does not know this key (${reason})`, cure: KEY }
        : { what: `there is no ingestion endpoint at this address (${reason})`, cure: ADDRESS }
    case 'retryable':
      if (!Number.isNaN(status)) return { what: `the endpoint is in trouble (${reason})`, cure: LATER }
      return { what: `there is no answer from the endpoint (${reason})`, cure: reachCure(reason, endpoint) }
  }
}

/** For whoever cannot be connected to, by the code of the failure. Pure. */
export function reachCure(reason: string, endpoint: string): string {
  if (/proxy answered status 407/.test(reason)) return PROXY_LOGIN
  if (/proxy answered/.test(reason)) return PROXY_REFUSES
  if (/proxy cannot be reached/.test(reason)) return PROXY
  if (UNTRUSTED.test(reason)) return TRUST
  if (/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/.test(reason))
    return 'Set the clock of this machine right; if it is, the certificate of the endpoint has to be renewed.'
  if (/ALTNAME/.test(reason))
    return 'Somebody else answers at this address: look at the IngestionEndpoint, the DNS and the proxy.'
  if (/ENOTFOUND|EAI_/.test(reason)) return DNS
  return isLoopback(new URL(endpoint).hostname) ? LOCAL : FIREWALL
}

// --- helpers, in order of use ---

const UNTRUSTED = /SELF_SIGNED_CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED/

const LATER = 'Nothing to do: programs keep on disk what they cannot send, and try again. Look again in some minutes.'

const ADDRESS = "Copy the connection string again from the resource's Overview page."

const ENTRA =
  "It takes Microsoft Entra ID only: pass a credential to the program's client, with the role Monitoring Metrics Publisher on the resource. This command has none, so it is the program that has to send."

const FORBIDDEN =
  "Look at the resource's Properties (local authentication) and Network Isolation (may this network send?), and at the role Monitoring Metrics Publisher of the credential."

const QUOTA =
  'Raise the daily cap under Usage and estimated costs, or wait until it begins anew. What waits longer than 47 hours is lost.'

const KEY = `${ADDRESS} The resource may have been deleted, or belong to another cloud than its IngestionEndpoint.`

const PORTAL = `Another server answers at this address: the login page of a network, a proxy or a gateway. If you use none of these: ${ADDRESS}`

const PROXY_LOGIN = 'Write the login of the proxy into HTTPS_PROXY, as in http://user:password@proxy.example:3128.'

const PROXY_REFUSES = 'Ask whoever runs the proxy to let CONNECT to this host and port 443 pass.'

const PROXY = 'Look at HTTPS_PROXY and HTTP_PROXY: is it the right host and port, and can this machine reach it?'

const TRUST =
  'If a proxy or gateway reads along with a certificate of its own, or the endpoint has a private one, set NODE_EXTRA_CA_CERTS to the PEM file of that authority.'

const DNS =
  'Look at the IngestionEndpoint in the connection string, and at the DNS of this machine. Where only a proxy leads out, set HTTPS_PROXY.'

const LOCAL = 'Start what listens there: npx @azmon/local is a local Application Insights.'

const FIREWALL = 'Let this machine reach the host by TCP on that port, or name the proxy that leads out in HTTPS_PROXY.'

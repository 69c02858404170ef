import { NOT_BREEZE, type SendOutcome, type Trouble } from '../ingestion/breeze-response'
import { CURE_WEBASSEMBLY, NO_WEBASSEMBLY } from '../ingestion/failure'
import { isLoopback } from '../options/endpoint'

/** A problem, and how to fix it. Contains codes, but no text from the endpoint, which may quote the telemetry. */
export interface Advice {
  readonly problem: string
  readonly fix: string
}

/** Returns advice on the response to a single valid item; undefined if the item was accepted. Pure. */
export function adviceOn(outcome: SendOutcome, endpoint: string): Advice | undefined {
  switch (outcome.kind) {
    case 'accepted':
      return undefined
    case 'partial': {
      const status = outcome.rejected[0]?.statusCode
      return {
        problem: `the endpoint rejected the item${status === undefined ? ' for now' : ` with status ${status}`}`,
        fix: LATER,
      }
    }
    case 'unreadable':
    case 'poisoned':
    case 'too-large':
    case 'encoding-refused':
      return { problem: `the response is not from Application Insights (${outcome.kind})`, fix: ADDRESS }
    default:
      return adviceOnTrouble(outcome, endpoint)
  }
}

/** Returns advice on a failed request. Pure. */
export function adviceOnTrouble({ kind, reason }: Trouble, endpoint: string): Advice {
  const status = Number(/status (\d{3})/.exec(reason)?.[1])
  switch (kind) {
    case 'denied':
      return status === 401
        ? { problem: `the resource does not accept an instrumentation key alone (${reason})`, fix: ENTRA }
        : { problem: `the resource refuses this key from this network (${reason})`, fix: FORBIDDEN }
    case 'quota':
      return { problem: `the daily quota of the resource is used up (${reason})`, fix: QUOTA }
    case 'throttled':
      return { problem: `the endpoint throttles requests (${reason})`, fix: LATER }
    case 'misconfigured':
      if (reason.endsWith(NOT_BREEZE)) return { problem: reason, fix: PORTAL }
      return /unknown instrumentation key/.test(reason)
        ? { problem: `the endpoint does not know this key (${reason})`, fix: KEY }
        : { problem: `there is no ingestion endpoint at this address (${reason})`, fix: ADDRESS }
    case 'retryable':
      if (!Number.isNaN(status)) return { problem: `the endpoint is in trouble (${reason})`, fix: LATER }
      return { problem: `the endpoint did not respond (${reason})`, fix: connectionFix(reason, endpoint) }
  }
}

/** Returns how to fix a failed connection, from the code of the failure. Pure. */
export function connectionFix(reason: string, endpoint: string): string {
  if (reason === NO_WEBASSEMBLY) return CURE_WEBASSEMBLY
  if (/proxy answered status 407/.test(reason)) return PROXY_LOGIN
  if (/proxy answered/.test(reason)) return PROXY_REFUSES
  if (/proxy cannot be reached/.test(reason)) return PROXY
  if (UNTRUSTED.test(reason)) return TRUST
  if (/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/.test(reason))
    return 'Set the clock of this machine. If it is right, the endpoint needs a new certificate.'
  if (/ALTNAME/.test(reason))
    return 'Another server responds at this address: check the IngestionEndpoint, the DNS and the proxy.'
  if (/ENOTFOUND|EAI_/.test(reason)) return DNS
  return isLoopback(new URL(endpoint).hostname) ? LOCAL : FIREWALL
}

// --- helpers, in order of use ---

const UNTRUSTED = /SELF_SIGNED_CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED/

const LATER = 'Nothing to do: programs keep unsent telemetry on disk and retry. Check again in a few minutes.'

const ADDRESS = "Copy the connection string again from the resource's Overview page."

const ENTRA =
  'The resource requires Microsoft Entra ID: pass a credential with the role Monitoring Metrics Publisher to the client in your program. This command has no credential, so only the program can send.'

const FORBIDDEN =
  "Check the resource's Properties (local authentication) and Network Isolation (may this network send?), and that the credential has the role Monitoring Metrics Publisher."

const QUOTA =
  'Raise the daily cap under Usage and estimated costs, or wait until it is reset. Telemetry that waits longer than 47 hours is lost.'

const KEY = `${ADDRESS} The resource may have been deleted, or its IngestionEndpoint may belong to another cloud.`

const PORTAL = `Another server responds at this address: the login page of a network, a proxy or a gateway. If you use none of these: ${ADDRESS}`

const PROXY_LOGIN = 'Add the login of the proxy to HTTPS_PROXY, as in http://user:password@proxy.example:3128.'

const PROXY_REFUSES = 'Ask the administrator of the proxy to allow CONNECT to this host on port 443.'

const PROXY = 'Check HTTPS_PROXY and HTTP_PROXY: are host and port right, and can this machine reach the proxy?'

const TRUST =
  'If a proxy or gateway inspects TLS traffic with its own certificate, or the endpoint has a private one, set NODE_EXTRA_CA_CERTS to the PEM file of that certificate authority.'

const DNS =
  'Check the IngestionEndpoint in the connection string and the DNS of this machine. If only a proxy can reach the internet, set HTTPS_PROXY.'

const LOCAL = 'Start the endpoint on this machine: npx azmon runs a local Application Insights.'

const FIREWALL =
  'Allow this machine to connect to that host and port by TCP, or set HTTPS_PROXY to the proxy that it must use.'

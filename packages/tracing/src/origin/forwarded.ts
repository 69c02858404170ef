import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { ipAddress } from './ip-address'
import type { Origin } from './origin'
import type { TrustCheck } from './trusted-proxies'

/**
 * Reads the origin of a request from the headers of trusted proxies: `X-Forwarded-For`, `-Proto` and `-Host`, else `Forwarded`.
 * Returns undefined if the request does not come from a trusted proxy.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7239
 */
export function forwardedOrigin({ headers, socket }: IncomingMessage, isTrusted: TrustCheck): Origin | undefined {
  const peer = ipAddress(socket?.remoteAddress)
  if (!isTrusted(peer, 0)) return undefined
  const listed = listOf(headers, 'x-forwarded-for')
  // Ignore `Forwarded` if there is an `X-Forwarded-For`: a proxy that sets one of them may pass on the other as the client sent
  // it.
  const elements = listed.length > 0 ? [] : listOf(headers, 'forwarded').map(elementOf)
  const clients = listed.length > 0 ? listed : elements.map((element) => element['for'] ?? '')
  const chain = [peer, ...clients.map(ipAddress).reverse()]
  const client = chain.findIndex((address, hop) => !isTrusted(address, hop))
  const route = client === -1 ? chain : chain.slice(0, client + 1)
  /** Each proxy appends a value or replaces all. A client may have sent the values before those of trusted proxies. */
  const outermost = <T>(values: readonly T[]) => values[client === -1 ? 0 : Math.max(0, values.length - client)]
  const element = outermost(elements) ?? {}
  return {
    address: route.findLast((address) => address !== undefined),
    scheme: outermost(listOf(headers, 'x-forwarded-proto')) ?? element['proto'],
    host: outermost(listOf(headers, 'x-forwarded-host')) ?? element['host'],
  }
}

/** Returns the values of a header. Returns none if they are more or longer than those of real proxies. */
export function listOf(headers: IncomingHttpHeaders, name: string): readonly string[] {
  const header = String(headers[name] ?? '')
  const values = header.length > MAX_LENGTH ? [] : header.split(',', MAX_VALUES + 1)
  return values.length > MAX_VALUES || header === '' ? [] : values.map((value) => value.trim())
}

// --- helpers ---

const MAX_LENGTH = 2_048
const MAX_VALUES = 32

/** Parses an element such as `for="[2001:db8::1]:4711";proto=https;host=shop.example`. */
function elementOf(element: string): Readonly<Record<string, string>> {
  const pairs = element.split(';', MAX_VALUES).map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return [name.trim().toLowerCase(), value.join('=').trim().replace(/^"|"$/g, '')]
  })
  return Object.fromEntries(pairs)
}

import { ipAddress } from './ip-address'

/** Where a request comes from, and the scheme and host of the URL that its client asked for. */
export interface Origin {
  readonly address?: string | undefined
  readonly scheme?: string | undefined
  readonly host?: string | undefined
}

/** The maximum length of a DNS name, plus a port. */
export const MAX_HOST = 255 + ':65535'.length

/** Leaves out values that no proxy would send. */
export function validOrigin({ address, scheme = '', host = '' }: Origin): Origin {
  return {
    address: ipAddress(address),
    scheme: /^(?:https?|wss?)$/i.test(scheme) ? scheme.toLowerCase() : undefined,
    host: host.length <= MAX_HOST && /^[\w.:[\]-]+$/.test(host) ? host : undefined,
  }
}

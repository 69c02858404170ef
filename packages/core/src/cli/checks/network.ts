import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import { ConfigurationError } from '../../errors'
import { describeFailure } from '../../ingestion/failure'
import { authority, proxyFor, type Target } from '../../ingestion/proxy'
import type { Destination } from '../../options/connection-string'
import type { DeliveryOptions } from '../../options/resolve'
import type { CommandOptions } from '../arguments'
import { reachCure } from '../endpoint-advice'
import { count, printable } from '../format'
import type { CliIo } from '../io'
import { targetOf } from '../target'
import { type Deadline, within } from './deadline'
import { type Finding, failed, ok } from './finding'
import { openSocket } from './open-socket'

/** How requests get to the endpoint. */
export interface Route {
  readonly endpoint: string
  readonly host: Target
  readonly proxy: URL | undefined
  readonly delivery: DeliveryOptions
}

const LOOKUP_MS = 3_000
const CONNECT_MS = 4_000

/** A finding where the proxy of the environment cannot be one. */
export function routeTo({ ingestionEndpoint }: Destination, options: CommandOptions, io: CliIo): Route | Finding {
  const { protocol, hostname, port } = new URL(ingestionEndpoint)
  const host = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port }
  try {
    const { delivery } = targetOf(options, io)
    return { endpoint: ingestionEndpoint, host, proxy: proxyFor(host, delivery.proxy), delivery }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return failed('proxy', 'HTTPS_PROXY or HTTP_PROXY is wrong', error.message)
  }
}

export async function checkName({ endpoint, host, proxy }: Route, deadline: Deadline): Promise<Finding> {
  const { hostname } = host
  if (proxy !== undefined) return ok('DNS', `not used: the proxy looks up ${hostname}`)
  if (isIP(hostname) !== 0) return ok('DNS', `not used: ${hostname} is an address`)
  try {
    const addresses = await within(deadline.leftMs(LOOKUP_MS), lookup(hostname, { all: true }))
    const others = addresses.length > 1 ? ` and ${count(addresses.length - 1, 'other')}` : ''
    return ok('DNS', `${hostname} is ${addresses[0]?.address}${others}`)
  } catch (error) {
    return failed('DNS', `${hostname} has no address (${describeFailure(error)})`, reachCure('ENOTFOUND', endpoint))
  }
}

export async function checkProxy({ endpoint, host, proxy, delivery }: Route, deadline: Deadline): Promise<Finding> {
  if (proxy === undefined) {
    const isNamed = (host.protocol === 'https:' ? delivery.proxy.https : delivery.proxy.http) !== undefined
    return ok('proxy', isNamed ? 'not used: NO_PROXY names the host, or it is this machine' : 'none')
  }
  const login = proxy.username === '' && proxy.password === '' ? '' : ', with a login'
  const shown = `${proxy.origin}${login}`
  try {
    const tunnel = await openSocket(
      { ...host, port: portOf(host), protocol: 'http:' },
      proxy,
      deadline.leftMs(CONNECT_MS),
    )
    tunnel.destroy()
    return ok('proxy', `${shown}, leads to ${authority(host)}`)
  } catch (error) {
    const reason = describeFailure(error)
    return failed('proxy', `${shown}: ${reason}`, reachCure(reason, endpoint))
  }
}

export async function checkConnection(route: Route, { env }: CliIo, deadline: Deadline): Promise<Finding> {
  const { endpoint, host, proxy } = route
  try {
    const socket = await openSocket(host, proxy, deadline.leftMs(CONNECT_MS))
    const detail = socket instanceof TLSSocket ? describeTls(socket) : 'TLS not used: plain http on this machine'
    socket.destroy()
    return ok('connection', detail)
  } catch (error) {
    const reason = describeFailure(error)
    return failed(
      'connection',
      `none to ${authority(host)} (${reason})`,
      connectionCure(reachCure(reason, endpoint), env),
    )
  }
}

// --- helpers, in order of use ---

function portOf({ protocol, port }: Target): string {
  return port || (protocol === 'https:' ? '443' : '80')
}

function describeTls(socket: TLSSocket): string {
  const { subject, valid_to: until } = socket.getPeerCertificate()
  return printable(`${socket.getProtocol()}, certificate of ${subject?.CN ?? 'nobody'}, valid until ${until}`)
}

function connectionCure(cure: string, env: CliIo['env']): string {
  const isSet = (env['NODE_EXTRA_CA_CERTS'] ?? '') !== '' && cure.includes('NODE_EXTRA_CA_CERTS')
  return `${cure}${isSet ? ' It is set, and the file does not hold that authority.' : ''}`
}

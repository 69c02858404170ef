import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import { count } from '../../command-line/format'
import { describeFailure } from '../../ingestion/failure'
import { authority, proxyFor, type Target } from '../../ingestion/proxy'
import type { Destination } from '../../options/connection-string'
import { type Environment, EnvironmentSettings } from '../../options/environment'
import type { DeliveryOptions } from '../../options/resolve'
import { printable } from '../../printable'
import { connectionFix } from '../endpoint-advice'
import { resolveTarget, type TargetOptions } from '../target'
import { type Deadline, within } from './deadline'
import { type Finding, failed, ok } from './finding'
import { openSocket } from './open-socket'

/** The route of requests to the endpoint: direct, or through a proxy. */
export interface Route {
  readonly endpoint: string
  readonly host: Target
  readonly proxy: URL | undefined
  readonly delivery: DeliveryOptions
}

const LOOKUP_MS = 3_000
const CONNECT_MS = 4_000

/** Returns a finding if a proxy in the environment is invalid. */
export function checkProxyVariables(env: Environment): Finding | undefined {
  const settings = new EnvironmentSettings(env)
  settings.proxy()
  const [error] = settings.errors
  return error && failed('proxy', `${error.field} is wrong`, error.message)
}

/** Returns the route to the endpoint. @throws ConfigurationError if a proxy in the environment is invalid. */
export function routeTo({ ingestionEndpoint }: Destination, options: TargetOptions, env: Environment): Route {
  const { protocol, hostname, port } = new URL(ingestionEndpoint)
  const host = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port }
  const { delivery } = resolveTarget(options, env)
  return { endpoint: ingestionEndpoint, host, proxy: proxyFor(host, delivery.proxy), delivery }
}

export async function checkName({ endpoint, host, proxy }: Route, deadline: Deadline): Promise<Finding> {
  const { hostname } = host
  if (proxy !== undefined) return ok('DNS', `not used: the proxy resolves ${hostname}`)
  if (isIP(hostname) !== 0) return ok('DNS', `not used: ${hostname} is an IP address`)
  try {
    const addresses = await within(deadline.leftMs(LOOKUP_MS), lookup(hostname, { all: true }))
    const others = addresses.length > 1 ? ` and ${count(addresses.length - 1, 'other')}` : ''
    return ok('DNS', `${hostname} resolves to ${addresses[0]?.address}${others}`)
  } catch (error) {
    return failed('DNS', `cannot resolve ${hostname} (${describeFailure(error)})`, connectionFix('ENOTFOUND', endpoint))
  }
}

export async function checkProxy({ endpoint, host, proxy, delivery }: Route, deadline: Deadline): Promise<Finding> {
  if (proxy === undefined) {
    const isConfigured = (host.protocol === 'https:' ? delivery.proxy.https : delivery.proxy.http) !== undefined
    return ok('proxy', isConfigured ? 'not used: the host is in NO_PROXY or is this machine' : 'none')
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
    return ok('proxy', `${shown}, connects to ${authority(host)}`)
  } catch (error) {
    const reason = describeFailure(error)
    return failed('proxy', `${shown}: ${reason}`, connectionFix(reason, endpoint))
  }
}

export async function checkConnection(route: Route, env: Environment, deadline: Deadline): Promise<Finding> {
  const { endpoint, host, proxy } = route
  try {
    const socket = await openSocket(host, proxy, deadline.leftMs(CONNECT_MS))
    const detail = socket instanceof TLSSocket ? describeTls(socket) : 'TLS not used: plain HTTP'
    socket.destroy()
    return ok('connection', detail)
  } catch (error) {
    const reason = describeFailure(error)
    return failed(
      'connection',
      `cannot connect to ${authority(host)} (${reason})`,
      withCertificates(connectionFix(reason, endpoint), env),
    )
  }
}

// --- helpers, in order of use ---

function portOf({ protocol, port }: Target): string {
  return port || (protocol === 'https:' ? '443' : '80')
}

const MAX_NAME_LENGTH = 100

function describeTls(socket: TLSSocket): string {
  const { subject, valid_to: until } = socket.getPeerCertificate()
  const name = printable(String(subject?.CN ?? 'an unnamed subject'), MAX_NAME_LENGTH)
  return `${socket.getProtocol()}, certificate of ${name}, valid until ${printable(until, MAX_NAME_LENGTH)}`
}

function withCertificates(fix: string, env: Environment): string {
  const isSet = (env['NODE_EXTRA_CA_CERTS'] ?? '') !== '' && fix.includes('NODE_EXTRA_CA_CERTS')
  return `${fix}${isSet ? ' The variable is set, but its file does not contain that authority.' : ''}`
}

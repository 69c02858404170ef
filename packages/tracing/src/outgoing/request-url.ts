import { errorMonitor } from 'node:events'
import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { CallHeaders } from './call-headers'

import http = require('node:http')
import https = require('node:https')

/** The URL of a request made with `http` or `https`. */
export interface RequestUrl {
  readonly url: string
  /**
   * Whether the port is uncertain: Node keeps it only in the Host header, which a gateway may have copied from its caller's
   * request.
   */
  readonly isUncertain: boolean
}

export function requestUrl(request: ClientRequest, headers: CallHeaders): RequestUrl {
  if (URL.canParse(request.path)) return { url: request.path, isUncertain: false } // of a request to a proxy
  const [, name, port] = /^(.*?)(?::(\d+))?$/.exec(headers.get('host')?.toLowerCase() ?? '') ?? []
  const isOwn = name === hostOf(request).toLowerCase()
  const isByNode = request.getRawHeaderNames().includes('Host')
  return { url: urlOf(request, isOwn ? Number(port) : undefined), isUncertain: !isOwn || !isByNode }
}

/** Calls the listener with the URL as soon as the port is known, because the request has a connection or fails to get one. */
export function onConnectedUrl(request: ClientRequest, listener: (url: string) => void): void {
  if (!connectsDirectly(request)) return
  const onPort = (port: unknown) => typeof port === 'number' && listener(urlOf(request, port))
  request.once('socket', (socket: Socket) => {
    if (socket.connecting) socket.once('connect', () => onPort(socket.remotePort))
    else onPort(socket.remotePort)
  })
  request.once(errorMonitor, (error: ConnectError) => onPort(error.port ?? error.errors?.[0]?.port))
}

// --- helpers, in order of use ---

function hostOf({ host }: ClientRequest): string {
  return host.includes(':') ? `[${host}]` : host
}

function urlOf(request: ClientRequest, port: number | undefined): string {
  const { protocol, path } = request
  const isDefault = !port || port === (protocol === 'https:' ? 443 : 80)
  return `${protocol}//${hostOf(request)}${isDefault ? '' : `:${port}`}${path}`
}

/** Other agents may connect to a proxy instead. */
function connectsDirectly(request: ClientRequest): boolean {
  const agent: unknown = Reflect.get(request, 'agent')
  return !agent || [http, https].some(({ Agent }) => Object.getPrototypeOf(agent) === Agent.prototype)
}

/** Node may try several addresses, and then combines their errors. */
interface ConnectError {
  readonly port?: number
  readonly errors?: readonly ConnectError[]
}

import { SpanKind } from '@opentelemetry/api'
import type { FinishedSpan } from '../finished-span'
import { type AttributeReader, firstString } from './attribute'
import { defaultPortsOf } from './default-ports'
import { METHOD, markNameUsed } from './request-name'
import { isSuccess, NO_CODE } from './success'
import { markUrlUsed, PEER_ADDRESS, takeHost, urlOf } from './url'

/** The fields that only a row of `dependencies` has. */
export interface DependencyFields {
  readonly name: string
  readonly success: boolean
  readonly resultCode: string
  readonly type: string | undefined
  readonly target: string | undefined
  readonly data: string | undefined
}

/** Maps a span that represents a call to another process, or work within this one. */
export function dependencyOf(span: FinishedSpan, read: AttributeReader): DependencyFields {
  const { status } = span
  const describe = protocolOf(read) ?? (span.kind === SpanKind.INTERNAL ? inProcess : unknown)
  const { name = span.name, type, target, data, resultCode } = describe(read)
  markNameUsed(read, name)
  const httpStatus = firstString(span.attributes, ...HTTP_STATUS) // databases over HTTP have an HTTP status, too
  return {
    name,
    success: isSuccess(status.code, httpStatus),
    resultCode: resultCode ?? read.take(...HTTP_STATUS) ?? NO_CODE,
    type,
    target,
    data,
  }
}

// --- helpers, in order of use ---

interface Described {
  readonly name?: string | undefined
  readonly type: string | undefined
  readonly target?: string | undefined
  readonly data?: string | undefined
  readonly resultCode?: string | undefined
}

/** Database, messaging and RPC attributes win over HTTP attributes, because all of them may run over HTTP. */
function protocolOf({ attributes }: AttributeReader): ((read: AttributeReader) => Described) | undefined {
  if (firstString(attributes, ...DB_SYSTEM) !== undefined) return database
  if (firstString(attributes, 'messaging.system') !== undefined) return messaging
  if (firstString(attributes, 'rpc.system') !== undefined) return rpc
  return firstString(attributes, ...METHOD) === undefined ? undefined : http
}

const DB_SYSTEM = ['db.system.name', 'db.system'] as const
const HTTP_STATUS = ['http.response.status_code', 'http.status_code'] as const

function database(read: AttributeReader): Described {
  const system = firstString(read.attributes, ...DB_SYSTEM) ?? ''
  const host = takeHost(read, PEER_ADDRESS, defaultPortsOf(system))
  const name = read.take('db.namespace', 'db.name')
  return {
    type: SQL_SYSTEMS.has(system) ? 'SQL' : read.take(...DB_SYSTEM),
    target: [host, name].filter(isDefined).join(' | ') || read.take(...DB_SYSTEM),
    data: read.take('db.query.text', 'db.statement', 'db.operation.name', 'db.operation'),
    resultCode: read.take('db.response.status_code'),
  }
}

/** SQL databases that have no icon of their own in the portal. */
const SQL_SYSTEMS: ReadonlySet<string> = new Set([
  'mssql',
  'microsoft.sql_server',
  'oracle',
  'oracle.db',
  'db2',
  'ibm.db2',
  'derby',
  'mariadb',
  'sqlite',
  'h2',
  'h2database',
  'hsqldb',
  'other_sql',
])

function messaging(read: AttributeReader): Described {
  const queue = read.take('messaging.destination.name', 'messaging.destination', 'messaging.source.name')
  const system = read.take('messaging.system')
  const host = takeHost(read, PEER_ADDRESS, defaultPortsOf(system ?? ''))
  return {
    type: system,
    target: [host, queue].filter(isDefined).join('/') || undefined,
  }
}

function rpc(read: AttributeReader): Described {
  const system = read.take('rpc.system')
  const service = read.take('rpc.service')
  return {
    type: system === 'grpc' ? 'GRPC' : system,
    target: takeHost(read, PEER_ADDRESS) ?? service,
    data: [service, read.take('rpc.method')].filter(isDefined).join('/') || undefined,
    resultCode: read.take('rpc.grpc.status_code'),
  }
}

function http(read: AttributeReader): Described {
  const url = urlOf(read.attributes, PEER_ADDRESS)
  const parsed = markUrlUsed(read, url, PEER_ADDRESS)
  const method = firstString(read.attributes, ...METHOD)
  return {
    name: parsed && `${method} ${parsed.pathname}`,
    type: 'Http',
    target: parsed?.host ?? takeHost(read, PEER_ADDRESS),
    data: url,
    resultCode: read.take(...HTTP_STATUS),
  }
}

function inProcess(): Described {
  return { type: 'InProc' }
}

function unknown(read: AttributeReader): Described {
  return { type: undefined, target: takeHost(read, PEER_ADDRESS) }
}

function isDefined(part: string | undefined): part is string {
  return part !== undefined
}

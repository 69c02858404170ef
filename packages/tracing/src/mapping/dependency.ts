import { SpanKind } from '@opentelemetry/api'
import type { FinishedSpan } from '../finished-span'
import { type AttributeReader, textOf } from './attribute'
import { METHOD, placeName } from './request-name'
import { isSuccess, plainCode } from './success'
import { PEER_END, placeUrl, takeHost, urlOf } from './url'

/** What a row of `dependencies` says of its own. */
export interface DependencyFields {
  readonly name: string
  readonly success: boolean
  readonly resultCode: string
  readonly type: string | undefined
  readonly target: string | undefined
  readonly data: string | undefined
}

/** A span of something that this process asked of another one, or did by itself. */
export function dependencyOf(span: FinishedSpan, read: AttributeReader): DependencyFields {
  const { status } = span
  const describe = protocolOf(read) ?? (span.kind === SpanKind.INTERNAL ? inProcess : unknown)
  const { name = span.name, type, target, data, resultCode } = describe(read)
  placeName(read, name)
  const httpStatus = textOf(span.attributes, ...HTTP_STATUS) // also of what goes over HTTP
  return {
    name,
    success: isSuccess(status.code, httpStatus),
    resultCode: resultCode ?? read.take(...HTTP_STATUS) ?? plainCode(status.code),
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

/** By what it speaks, a database before the HTTP that it is reached by. */
function protocolOf({ attributes }: AttributeReader): ((read: AttributeReader) => Described) | undefined {
  if (textOf(attributes, ...DB_SYSTEM) !== undefined) return database
  if (textOf(attributes, 'messaging.system') !== undefined) return messaging
  if (textOf(attributes, 'rpc.system') !== undefined) return rpc
  return textOf(attributes, ...METHOD) === undefined ? undefined : http
}

const DB_SYSTEM = ['db.system.name', 'db.system'] as const
const HTTP_STATUS = ['http.response.status_code', 'http.status_code'] as const

function database(read: AttributeReader): Described {
  const isPlainSql = SQL_SYSTEMS.has(textOf(read.attributes, ...DB_SYSTEM) ?? '')
  const host = takeHost(read, PEER_END)
  const name = read.take('db.namespace', 'db.name')
  return {
    type: isPlainSql ? 'SQL' : read.take(...DB_SYSTEM),
    target: [host, name].filter(isThere).join(' | ') || read.take(...DB_SYSTEM),
    data: read.take('db.query.text', 'db.statement', 'db.operation.name', 'db.operation'),
    resultCode: read.take('db.response.status_code'),
  }
}

/** Systems that the portal has no picture of its own for. */
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
  return {
    type: read.take('messaging.system'),
    target: [takeHost(read, PEER_END), queue].filter(isThere).join('/') || undefined,
  }
}

function rpc(read: AttributeReader): Described {
  const system = read.take('rpc.system')
  const service = read.take('rpc.service')
  return {
    type: system === 'grpc' ? 'GRPC' : system,
    target: takeHost(read, PEER_END) ?? service,
    data: [service, read.take('rpc.method')].filter(isThere).join('/') || undefined,
    resultCode: read.take('rpc.grpc.status_code'),
  }
}

function http(read: AttributeReader): Described {
  const url = urlOf(read.attributes, PEER_END)
  const parsed = placeUrl(read, url, PEER_END)
  const method = textOf(read.attributes, ...METHOD)
  return {
    name: parsed && `${method} ${parsed.pathname}`,
    type: 'Http',
    target: parsed?.host ?? takeHost(read, PEER_END),
    data: url,
    resultCode: read.take(...HTTP_STATUS),
  }
}

function inProcess(): Described {
  return { type: 'InProc' }
}

function unknown(read: AttributeReader): Described {
  return { type: undefined, target: takeHost(read, PEER_END) }
}

function isThere(part: string | undefined): part is string {
  return part !== undefined
}

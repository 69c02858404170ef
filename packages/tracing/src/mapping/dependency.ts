import { type Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { FinishedSpan } from '../span'
import { textOf } from './attribute'
import { hostOf, urlOf } from './url'

/** What a row of `dependencies` says of its own, and the attributes that are in it. */
export interface DependencyFields {
  readonly name: string
  readonly success: boolean
  readonly resultCode: string
  readonly type?: string
  readonly target?: string
  readonly data?: string
  readonly placed: readonly string[]
}

/** A span of something that this process asked of another one, or did by itself. Pure. */
export function dependencyOf(span: FinishedSpan): DependencyFields {
  const { attributes, status } = span
  const { name, type, target, data, resultCode, placed } = (
    protocolOf(attributes) ?? (span.kind === SpanKind.INTERNAL ? inProcess : unknown)
  )(span)
  const code = resultCode ?? String(status.code === SpanStatusCode.ERROR ? 2 : 0)
  const isHttp = textOf(attributes, 'http.response.status_code', 'http.status_code') !== undefined
  return {
    name: name ?? span.name,
    success: status.code === SpanStatusCode.UNSET ? !isHttp || isSuccessful(code) : status.code === SpanStatusCode.OK,
    resultCode: code,
    ...(type === undefined ? {} : { type }),
    ...(target === undefined ? {} : { target }),
    ...(data === undefined ? {} : { data }),
    placed,
  }
}

// --- helpers, in order of use ---

interface Described {
  readonly name?: string | undefined
  readonly type: string | undefined
  readonly target?: string | undefined
  readonly data?: string | undefined
  readonly resultCode?: string | undefined
  readonly placed: readonly string[]
}

/** By what it speaks, a database before the HTTP that it is reached by. */
function protocolOf(attributes: Readonly<Attributes>): ((span: FinishedSpan) => Described) | undefined {
  if (textOf(attributes, 'db.system.name', 'db.system') !== undefined) return database
  if (textOf(attributes, 'messaging.system') !== undefined) return messaging
  if (textOf(attributes, 'rpc.system') !== undefined) return rpc
  return textOf(attributes, 'http.request.method', 'http.method') === undefined ? undefined : http
}

const PEER = ['server.address', 'server.port', 'net.peer.name', 'net.peer.port', 'peer.service']

function database({ attributes }: FinishedSpan): Described {
  const system = textOf(attributes, 'db.system.name', 'db.system') ?? ''
  const name = textOf(attributes, 'db.namespace', 'db.name')
  const host = hostOf(attributes)
  return {
    type: SQL_SYSTEMS.has(system) ? 'SQL' : system,
    target: host === undefined || name === undefined ? (host ?? name ?? system) : `${host} | ${name}`,
    data: textOf(attributes, 'db.query.text', 'db.statement', 'db.operation.name', 'db.operation'),
    resultCode: textOf(attributes, 'db.response.status_code'),
    placed: [...PEER, 'db.system.name', 'db.system', 'db.namespace', 'db.name', 'db.query.text', 'db.statement'],
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

function messaging({ attributes }: FinishedSpan): Described {
  const queue = textOf(attributes, 'messaging.destination.name', 'messaging.destination')
  const host = hostOf(attributes)
  return {
    type: textOf(attributes, 'messaging.system'),
    target: [host, queue].filter((part) => part !== undefined).join('/') || undefined,
    placed: [...PEER, 'messaging.system', 'messaging.destination.name', 'messaging.destination'],
  }
}

function rpc({ attributes }: FinishedSpan): Described {
  const system = textOf(attributes, 'rpc.system')
  return {
    type: system === 'grpc' ? 'GRPC' : system,
    target: hostOf(attributes) ?? textOf(attributes, 'rpc.service'),
    data: [textOf(attributes, 'rpc.service'), textOf(attributes, 'rpc.method')].filter(isThere).join('/') || undefined,
    resultCode: textOf(attributes, 'rpc.grpc.status_code'),
    placed: [...PEER, 'rpc.system', 'rpc.service', 'rpc.method', 'rpc.grpc.status_code'],
  }
}

function http({ attributes, name }: FinishedSpan): Described {
  const url = urlOf(attributes)
  const method = textOf(attributes, 'http.request.method', 'http.method')
  const parsed = url !== undefined && URL.canParse(url) ? new URL(url) : undefined
  return {
    name: parsed === undefined ? name : `${method} ${parsed.pathname}`,
    type: 'Http',
    target: parsed?.host ?? hostOf(attributes),
    data: url,
    resultCode: textOf(attributes, 'http.response.status_code', 'http.status_code'),
    placed: [
      ...PEER,
      'http.request.method',
      'http.method',
      'url.full',
      'http.url',
      'url.scheme',
      'http.scheme',
      'url.path',
      'http.target',
      'url.query',
      'http.host',
      'http.response.status_code',
      'http.status_code',
    ],
  }
}

function inProcess(): Described {
  return { type: 'InProc', placed: [] }
}

function unknown({ attributes }: FinishedSpan): Described {
  return { type: undefined, target: hostOf(attributes), placed: PEER }
}

function isThere(part: string | undefined): part is string {
  return part !== undefined
}

function isSuccessful(httpStatus: string): boolean {
  return Number(httpStatus) > 0 && Number(httpStatus) < 400
}

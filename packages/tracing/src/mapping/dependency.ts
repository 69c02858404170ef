import { SpanKind } from '@opentelemetry/api'
import type { FinishedSpan } from '../finished-span'
import { type AttributeReader, firstString } from './attribute'
import { defaultPortsOf } from './default-ports'
import { MESSAGING_SYSTEM, takeQueue } from './messaging'
import { METHOD, markNameUsed } from './request-name'
import { RPC_SYSTEM, takeRpcCode, takeRpcMethod } from './rpc'
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
  const describe = protocolOf(read, span.kind) ?? OTHERS[span.kind] ?? unknown
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

/** Checks protocols in this order, because each may run on top of a later one. */
function protocolOf(
  { attributes }: AttributeReader,
  kind: SpanKind,
): ((read: AttributeReader) => Described) | undefined {
  const has = (...keys: readonly string[]) => firstString(attributes, ...keys) !== undefined
  if (has(...DB_SYSTEM)) return database
  if (has(...MESSAGING_SYSTEM)) return messaging
  if (has(...GEN_AI_PROVIDER) && kind === SpanKind.CLIENT) return generativeAi
  if (has(...RPC_SYSTEM)) return rpc
  // A framework's span within a request may have the request's method, but is not a call.
  return has(...METHOD) && kind !== SpanKind.INTERNAL ? http : undefined
}

const GEN_AI_PROVIDER = ['gen_ai.provider.name', 'gen_ai.system'] as const
const DB_SYSTEM = ['db.system.name', 'db.system'] as const
const HTTP_STATUS = ['http.response.status_code', 'http.status_code'] as const

function database(read: AttributeReader): Described {
  const system = firstString(read.attributes, ...DB_SYSTEM) ?? ''
  const host = takeHost(read, PEER_ADDRESS, defaultPortsOf(system))
  const name = read.take('db.namespace', 'db.name')
  return {
    type: SQL_SYSTEMS.has(system) ? 'SQL' : read.take(...DB_SYSTEM),
    target: [host, name].filter(isDefined).join(' | ') || read.take(...DB_SYSTEM),
    data: read.take('db.query.text', 'db.statement', 'db.query.summary') ?? takeOperation(read),
    resultCode: read.take('db.response.status_code', 'db.cosmosdb.status_code'),
  }
}

/** Takes the operation and the collection, such as `find orders`. */
function takeOperation(read: AttributeReader): string | undefined {
  const operation = read.take('db.stored_procedure.name', 'db.operation.name', 'db.operation')
  if (operation === undefined) return undefined
  const collection = read.take(...COLLECTION)
  return collection === undefined ? operation : `${operation} ${collection}`
}

const COLLECTION = [
  'db.collection.name',
  'db.sql.table',
  'db.mongodb.collection',
  'db.cassandra.table',
  'db.cosmosdb.container',
]

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
  const system = read.take(...MESSAGING_SYSTEM)
  return { type: system, target: takeQueue(read, system) }
}

function generativeAi(read: AttributeReader): Described {
  const provider = firstString(read.attributes, ...GEN_AI_PROVIDER)
  return { type: `GenAI | ${provider}`, target: takeHost(read, PEER_ADDRESS) ?? provider }
}

function rpc(read: AttributeReader): Described {
  const system = read.take(...RPC_SYSTEM)
  const service = firstString(read.attributes, 'rpc.service')
  return {
    type: RPC_TYPES[system ?? ''] ?? system,
    target: takeHost(read, PEER_ADDRESS) ?? service,
    data: takeRpcMethod(read),
    resultCode: takeRpcCode(read),
  }
}

/** The types that the portal has icons for. */
const RPC_TYPES: Readonly<Record<string, string>> = { grpc: 'GRPC', dotnet_wcf: 'WCF Service' }

function http(read: AttributeReader): Described {
  const url = urlOf(read.attributes, PEER_ADDRESS)
  const parsed = markUrlUsed(read, url, PEER_ADDRESS)
  const method = firstString(read.attributes, ...METHOD)
  return {
    name: parsed && `${method} ${read.take('url.template') ?? parsed.pathname}`,
    type: 'Http',
    target: parsed?.host ?? takeHost(read, PEER_ADDRESS),
    data: url,
    resultCode: read.take(...HTTP_STATUS),
  }
}

/** Spans whose attributes name no protocol. */
const OTHERS: Readonly<Partial<Record<SpanKind, (read: AttributeReader) => Described>>> = {
  [SpanKind.INTERNAL]: (read) => ({ type: ofAzure('InProc', read) }),
  [SpanKind.PRODUCER]: (read) => ({ type: ofAzure('Queue Message', read), target: takeQueue(read) }),
}

function unknown(read: AttributeReader): Described {
  return { type: firstString(read.attributes, ...AZURE_SERVICE), target: takeQueue(read) }
}

/** Returns, for example, `Queue Message | Microsoft.EventHub` for a span of Azure's SDKs. */
function ofAzure(type: string, { attributes }: AttributeReader): string {
  const service = firstString(attributes, ...AZURE_SERVICE)
  return service === undefined ? type : `${type} | ${service}`
}

const AZURE_SERVICE = ['azure.resource_provider.namespace', 'az.namespace'] as const

function isDefined(part: string | undefined): part is string {
  return part !== undefined
}

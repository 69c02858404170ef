import { isFields, readField } from './fields'
import { webContent } from './web-objects'

/** The fields that describe a Node object. `data` is the body of a message. */
export type Summary = Readonly<Record<string, unknown>>

/**
 * Summarizes a Node request, response, socket, agent or stream, or an object that wraps one. Returns undefined for any
 * other object. A full copy would take milliseconds and add hundreds of fields that the application did not mean to log.
 * Recognizes these objects by their fields, because `JSON.stringify` may have removed their class.
 */
export function summaryOf(value: object): Summary | undefined {
  if ('_events' in value) return emitterSummary(value)
  if ('raw' in value) return wrapperSummary(value)
  if ('headers' in value) return axiosSummary(value)
  return undefined
}

// --- helpers, in order of use ---

function emitterSummary(emitter: object): Summary | undefined {
  if ('rawHeaders' in emitter) return incomingSummary(emitter)
  if ('_header' in emitter) return outgoingSummary(emitter)
  if ('_currentRequest' in emitter) return redirectableSummary(emitter)
  if ('getHeaders' in emitter) return { statusCode: readField(emitter, 'statusCode'), headers: headersSet(emitter) }
  if ('_hadError' in emitter) return { type: typeName(emitter), ...pick(emitter, SOCKET_FIELDS) }
  if ('freeSockets' in emitter) return { type: typeName(emitter), ...pick(emitter, AGENT_FIELDS) }
  if ('sentHeaders' in emitter) return { type: typeName(emitter), ...pick(emitter, HTTP2_STREAM_FIELDS) }
  if ('alpnProtocol' in emitter) return { type: typeName(emitter), ...pick(emitter, HTTP2_SESSION_FIELDS) }
  if ('_connectionKey' in emitter) return { type: typeName(emitter), listening: readField(emitter, 'listening') }
  const isStream = '_readableState' in emitter || '_writableState' in emitter
  return isStream ? { type: typeName(emitter), ...pick(emitter, STREAM_FIELDS) } : undefined
}

/** Summarizes an `IncomingMessage`: a request to a server, or a response to a client. */
function incomingSummary(message: object): Summary {
  const headers = readField(message, 'headers') ?? fromFlat(readField(message, 'rawHeaders'))
  const { statusCode, statusMessage } = pick(message, ['statusCode', 'statusMessage'])
  if (typeof statusCode === 'number') return { statusCode, statusMessage, headers }
  const { id, method, url, originalUrl = url } = pick(message, ['id', 'method', 'url', 'originalUrl'])
  const { remoteAddress, remotePort } = pick(Object(readField(message, 'socket')), ['remoteAddress', 'remotePort'])
  const named = typeof id === 'string' || typeof id === 'number' ? { id } : {}
  return { ...named, method, url: originalUrl, headers, remoteAddress, remotePort }
}

/** Summarizes a `ClientRequest` or `ServerResponse`. */
function outgoingSummary(message: object): Summary {
  const [firstLine = '', sent] = fromText(readField(message, '_header'))
  const headers = headersSet(message) ?? sent
  const { method, path, protocol = '', host = '' } = pick(message, ['method', 'path', 'protocol', 'host'])
  const authority = readField(Object(headers), 'host') ?? host // including the port
  if (typeof path === 'string') return { method, url: `${protocol}//${authority}${path}`, headers }
  const { statusCode = Number(firstLine.split(' ', 2)[1]) || undefined } = pick(message, ['statusCode'])
  return { statusCode, statusMessage: readField(message, 'statusMessage'), headers }
}

/** Summarizes a request of `follow-redirects`, which axios uses. */
function redirectableSummary(request: object): Summary {
  const current = readField(request, '_currentRequest')
  const summary = typeof current === 'object' && current !== null ? summaryOf(current) : undefined
  return (
    summary ?? {
      method: readField(Object(readField(request, '_options')), 'method'),
      url: readField(request, '_currentUrl'),
    }
  )
}

/** Summarizes Fastify's `Request` or `Reply`, or Hono's `HonoRequest`. */
function wrapperSummary(wrapper: object): Summary | undefined {
  const raw = readField(wrapper, 'raw')
  if (typeof raw !== 'object' || raw === null) return undefined
  const summary = '_events' in raw ? emitterSummary(raw) : webContent(raw)
  return isFields(summary) ? { ...pick(wrapper, ['id']), ...summary } : undefined
}

/** Summarizes the `config` or `response` of an AxiosError. */
function axiosSummary(value: object): Summary | undefined {
  if ('transformRequest' in value) return pick(value, AXIOS_CONFIG_FIELDS)
  return 'config' in value && 'status' in value && 'data' in value ? pick(value, AXIOS_RESPONSE_FIELDS) : undefined
}

const SOCKET_FIELDS = ['remoteAddress', 'remotePort', 'localPort', 'servername', 'destroyed']
const AGENT_FIELDS = ['protocol', 'keepAlive', 'maxSockets', 'totalSocketCount']
const HTTP2_STREAM_FIELDS = ['id', 'sentHeaders', 'rstCode', 'destroyed']
const HTTP2_SESSION_FIELDS = ['encrypted', 'destroyed']
const STREAM_FIELDS = ['path', 'destroyed']
const AXIOS_CONFIG_FIELDS = ['method', 'baseURL', 'url', 'params', 'headers', 'timeout', 'data']
const AXIOS_RESPONSE_FIELDS = ['status', 'statusText', 'headers', 'data']

function pick(source: object, names: readonly string[]): Summary {
  return Object.fromEntries(names.map((name) => [name, readField(source, name) ?? undefined]))
}

/** Returns the name of an object's class, or undefined for an object that was parsed from JSON. */
function typeName(value: object): unknown {
  const name = readField(Object(readField(value, 'constructor')), 'name')
  return name === 'Object' ? undefined : name
}

function headersSet(message: object): unknown {
  try {
    const getHeaders = readField(message, 'getHeaders')
    return typeof getHeaders === 'function' ? getHeaders.call(message) : undefined
  } catch {
    return undefined // the HTTP/2 stream was destroyed
  }
}

/** Converts headers in the form `[name, value, name, value]` to an object. */
function fromFlat(list: unknown): Summary | undefined {
  if (!Array.isArray(list)) return undefined
  const names = list.slice(0, MAX_HEADERS * 2).filter((_, index) => index % 2 === 0)
  return Object.fromEntries(names.map((name, index) => [String(name).toLowerCase(), list[index * 2 + 1]]))
}

/** Splits a raw header block into its first line and its fields. */
function fromText(header: unknown): [string?, Summary?] {
  if (typeof header !== 'string') return []
  const [firstLine = '', ...lines] = header.slice(0, MAX_HEADER_TEXT).split('\r\n', MAX_HEADERS)
  const pairs = lines.filter((line) => line.includes(':')).map((line) => line.split(/: ?(.*)/s, 2))
  return [firstLine, Object.fromEntries(pairs.map(([name = '', text]) => [name.toLowerCase(), text]))]
}

const MAX_HEADERS = 100
const MAX_HEADER_TEXT = 16_384

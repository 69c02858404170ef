import { type Attributes, SpanStatusCode } from '@opentelemetry/api'
import type { FinishedSpan } from '../span'
import { textOf } from './attribute'
import { requestName } from './request-name'
import { urlOf } from './url'

/** What a row of `requests` says of its own, and the attributes that are in it. */
export interface RequestFields {
  readonly name: string
  readonly success: boolean
  readonly responseCode: string
  readonly url?: string
  readonly source?: string
  readonly placed: readonly string[]
}

/** A span of something that was asked of this process. Pure. */
export function requestOf({ name, attributes, status }: FinishedSpan): RequestFields {
  const code = textOf(attributes, 'http.response.status_code', 'http.status_code', 'rpc.grpc.status_code')
  const url = urlOf(attributes)
  const source = sourceOf(attributes)
  return {
    name: requestName(name, attributes),
    success: isSuccess(status.code, textOf(attributes, 'http.response.status_code', 'http.status_code')),
    responseCode: code ?? String(status.code === SpanStatusCode.ERROR ? 2 : 0),
    ...(url === undefined ? {} : { url }),
    ...(source === undefined ? {} : { source }),
    placed: PLACED,
  }
}

// --- helpers, in order of use ---

const PLACED: readonly string[] = [
  'http.request.method',
  'http.method',
  'http.route',
  'http.response.status_code',
  'http.status_code',
  'rpc.grpc.status_code',
  'url.full',
  'url.scheme',
  'url.path',
  'url.query',
  'http.url',
  'http.scheme',
  'http.target',
  'http.host',
  'server.address',
  'server.port',
  'net.host.name',
  'net.host.port',
]

/** What the application says of it counts; else a status below 400. */
function isSuccess(status: SpanStatusCode, httpStatus: string | undefined): boolean {
  if (status !== SpanStatusCode.UNSET) return status === SpanStatusCode.OK
  return httpStatus === undefined || (Number(httpStatus) > 0 && Number(httpStatus) < 400)
}

/** The queue that a message came from. */
function sourceOf(attributes: Readonly<Attributes>): string | undefined {
  const queue = textOf(attributes, 'messaging.destination.name', 'messaging.destination', 'messaging.source.name')
  const host = textOf(attributes, 'server.address', 'net.peer.name')
  return queue === undefined ? undefined : [host, queue].filter((part) => part !== undefined).join('/')
}

import type { FinishedSpan } from '../finished-span'
import type { AttributeReader } from './attribute'
import { placeName, requestName } from './request-name'
import { isSuccess, plainCode } from './success'
import { OWN_END, placeUrl, urlOf } from './url'

/** What a row of `requests` says of its own. */
export interface RequestFields {
  readonly name: string
  readonly success: boolean
  readonly responseCode: string
  readonly url: string | undefined
  readonly source: string | undefined
}

/** A span of something that was asked of this process. */
export function requestOf(span: FinishedSpan, read: AttributeReader): RequestFields {
  const { attributes, status } = span
  const httpStatus = read.take('http.response.status_code', 'http.status_code')
  const name = requestName(span.name, attributes)
  placeName(read, name)
  const url = urlOf(attributes, OWN_END)
  placeUrl(read, url, OWN_END)
  const source = sourceOf(read)
  return {
    name,
    success: isSuccess(status.code, httpStatus),
    responseCode: httpStatus ?? read.take('rpc.grpc.status_code') ?? plainCode(status.code),
    url,
    source,
  }
}

// --- helpers ---

/** The queue that a message came from. */
function sourceOf(read: AttributeReader): string | undefined {
  const queue = read.take('messaging.destination.name', 'messaging.destination', 'messaging.source.name')
  if (queue === undefined) return undefined
  const host = read.take('server.address', 'net.peer.name')
  return host === undefined ? queue : `${host}/${queue}`
}

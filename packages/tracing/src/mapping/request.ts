import type { FinishedSpan } from '../finished-span'
import { type AttributeReader, firstString } from './attribute'
import { DESTINATION, MESSAGING_SYSTEM, takeQueue } from './messaging'
import { markNameUsed } from './request-name'
import { takeRpcCode } from './rpc'
import { isSuccess, NO_CODE } from './success'
import { markUrlUsed, OWN_ADDRESS, urlOf } from './url'

/** The fields that only a row of `requests` has. */
export interface RequestFields {
  readonly name: string
  readonly success: boolean
  readonly responseCode: string
  readonly url: string | undefined
  readonly source: string | undefined
}

/** Maps a span that represents a request to this process, or a message that it received. */
export function requestOf(span: FinishedSpan, read: AttributeReader): RequestFields {
  const { name, attributes, status } = span
  const httpStatus = read.take('http.response.status_code', 'http.status_code')
  markNameUsed(read, name)
  const url = urlOf(attributes, OWN_ADDRESS)
  markUrlUsed(read, url, OWN_ADDRESS)
  const source = sourceOf(read)
  return {
    name,
    success: isSuccess(status.code, httpStatus),
    responseCode: httpStatus ?? takeRpcCode(read) ?? NO_CODE,
    url,
    source,
  }
}

// --- helpers ---

/** Returns the queue that a message came from, prefixed with its host. */
function sourceOf(read: AttributeReader): string | undefined {
  if (firstString(read.attributes, ...DESTINATION) === undefined) return undefined
  return takeQueue(read, firstString(read.attributes, ...MESSAGING_SYSTEM))
}

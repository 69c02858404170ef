import { randomUUID } from 'node:crypto'

/** The ids with which people find a request again. */
export interface RequestIds {
  /** The id that the client sent, or a random one. */
  readonly clientRequestId: string
  readonly activityId: string
}

/** The id of a client is returned in a header and in the response, so it is short and of printable characters. */
export function requestIds(clientRequestId = ''): RequestIds {
  const activityId = randomUUID()
  const isPlain = /^[\x21-\x7e]{1,200}$/.test(clientRequestId)
  return { clientRequestId: isPlain ? clientRequestId : `unspecified;${activityId}`, activityId }
}

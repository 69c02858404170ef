import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { resultOr, syncResult } from '@azmon/tracing'

/** Returns the id that the client sent in one of these headers, if it is safe to log and send back, else a new id. */
export function requestId(
  request: IncomingMessage,
  headers: readonly string[],
  make: (request: IncomingMessage) => string = () => randomUUID(),
): string {
  for (const name of headers) {
    const sent = request.headers[name.toLowerCase()]
    if (typeof sent === 'string' && /^[\w\-=]{1,255}$/.test(sent)) return sent
  }
  return String(
    resultOr(() => syncResult<string | undefined>('genReqId', make(request), undefined), undefined) ?? randomUUID(),
  )
}

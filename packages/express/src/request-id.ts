import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { atOnce } from '@azmon/tracing'
import { guarded } from './guarded'

/** The id that the client has sent in one of these headers, if it is fit to be written everywhere; else a new one. */
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
    guarded(() => atOnce<string | undefined>('genReqId', make(request), undefined), undefined) ?? randomUUID(),
  )
}

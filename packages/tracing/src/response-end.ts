import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { http2StreamOf } from './http2-response'

/**
 * Calls `onEnd` once: when the response has been sent, or when its connection closes. A response to a pipelined request has no
 * connection until the responses before it have been sent, and emits no event if the connection closes before that. If all
 * this has already happened, calls it at once.
 */
export function onResponseEnd(request: IncomingMessage, response: ServerResponse, onEnd: () => void): void {
  const stream = http2StreamOf(response)
  if (stream?.destroyed === true) return onEnd()
  if (stream !== undefined) return void stream.once('close', onEnd)
  const connection = response.socket === null ? request.socket : undefined
  const end = () => {
    response.off('finish', end)
    response.off('close', end)
    if (connection !== undefined) waiting.get(connection)?.delete(end)
    onEnd()
  }
  response.on('finish', end)
  response.on('close', end)
  if (connection !== undefined) waitingFor(connection).add(end)
  if (response.destroyed || response.writableFinished || connection?.destroyed === true) end()
}

// --- helpers ---

/** One listener for each connection, because Node warns about emitters with many listeners. */
const waiting = new WeakMap<Socket, Set<() => void>>()

function waitingFor(connection: Socket): Set<() => void> {
  const known = waiting.get(connection)
  if (known !== undefined) return known
  const ends = new Set<() => void>()
  waiting.set(connection, ends)
  connection.once('close', () => {
    for (const end of ends) end()
  })
  return ends
}

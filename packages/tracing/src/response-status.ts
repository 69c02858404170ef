import type { IncomingMessage, ServerResponse } from 'node:http'
import { http2StreamOf, isCancelled, isSentWhole, statusOfStream } from './http2-response'

/** The status of a request whose client disconnected before the response was complete. */
export const CLIENT_CLOSED_REQUEST = 499

/** Returns the status for the request's row: 499 if the response was aborted. */
export function answerStatus(response: ServerResponse): number {
  return isAborted(response) ? CLIENT_CLOSED_REQUEST : statusOf(response)
}

/** Returns the status that the client has received so far, else 0. */
export function sentStatus(response: ServerResponse): number {
  return response.headersSent ? statusOf(response) : 0
}

/**
 * Returns whether the response was not sent whole. An event stream never ends by itself, so it is whole when its client
 * disconnects.
 */
export function isAborted(response: ServerResponse): boolean {
  return !isWhole(response) && !(isEventStream(response) && isLeftByClient(response))
}

/** Returns whether the client disconnected after it had received a 2xx status, as it does when a user stops a download. */
export function isLeftByClient(response: ServerResponse): boolean {
  const status = sentStatus(response)
  const isOk = status >= 200 && status < 300
  if (!isOk || isWhole(response) || response.errored) return false // the application has destroyed the response
  const stream = http2StreamOf(response)
  if (stream !== undefined) return isCancelled(stream)
  const request: IncomingMessage | undefined = response.req
  const socket = request?.socket
  // After a disconnect the socket has either ended or failed. Neither is true if this process closed the connection.
  return socket?.readableEnded === true || DISCONNECTED.has(String(Reflect.get(Object(socket?.errored), 'code')))
}

// --- helpers, in order of use ---

function statusOf(response: ServerResponse): number {
  const stream = http2StreamOf(response)
  return stream?.headersSent ? statusOfStream(stream) : response.statusCode
}

function isWhole(response: ServerResponse): boolean {
  const stream = http2StreamOf(response)
  return stream === undefined ? response.writableFinished : isSentWhole(stream)
}

/** `writeHead` passes headers on without storing them. */
function isEventStream(response: ServerResponse): boolean {
  const type = http2StreamOf(response)?.sentHeaders?.['content-type'] ?? response.getHeader('content-type')
  return type === undefined
    ? /\r\ncontent-type: *text\/event-stream/i.test(String(Reflect.get(response, '_header')))
    : /^ *text\/event-stream/i.test(String(type))
}

const DISCONNECTED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE'])

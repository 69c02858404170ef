import type { ServerHttp2Stream } from 'node:http2'

/** Returns the stream of an HTTP/2 request or response, else undefined. */
export function http2StreamOf(message: object): ServerHttp2Stream | undefined {
  const stream: unknown = Reflect.get(message, 'stream')
  return typeof Object(stream).rstCode === 'number' ? (stream as ServerHttp2Stream) : undefined
}

/** Returns the status that has been sent, or the one that is sent by default. */
export function statusOfStream({ sentHeaders }: ServerHttp2Stream): number {
  return Number(sentHeaders?.[':status'] ?? 200)
}

/** Returns whether the response was sent whole. A stream may be reset after the application has written its response. */
export function isSentWhole({ headersSent, rstCode }: ServerHttp2Stream): boolean {
  return headersSent && rstCode === NO_ERROR
}

/** Returns whether the client cancelled the request, or closed its connection. */
export function isCancelled({ rstCode }: ServerHttp2Stream): boolean {
  return rstCode === CANCEL
}

// --- helpers ---

/** @see https://www.rfc-editor.org/rfc/rfc9113#name-error-codes */
const NO_ERROR = 0
const CANCEL = 8

import type { IncomingMessage, ServerResponse } from 'node:http'
import { hasClientLeft } from '@azmon/tracing'

/**
 * Returns whether the client caused the error: it is meant for the client, as those of `http-errors`, `body-parser` and
 * `express.static` are; or Express could not decode the path; or the client disconnected, and the error says no more than that.
 */
export function isClientError(error: unknown, request: IncomingMessage, response: ServerResponse): boolean {
  const { name, expose, code } = Object(error)
  const isUploadCut = request.destroyed && !request.complete // parsers report it by errors of all kinds
  const isDisconnect = name === 'AbortError' || DISCONNECT_CODES.has(code)
  if (isUploadCut || (isDisconnect && hasClientLeft(response))) return true
  const status = statusOf(error) ?? 500
  return status < 500 && (expose === true || name === 'URIError')
}

/** Returns the status that Express responds with if no error handler decides otherwise, from 400 to 599. */
export function statusOf(error: unknown): number | undefined {
  const { status, statusCode } = Object(error)
  return [status, statusCode].find((code) => Number.isInteger(code) && code >= 400 && code < 600)
}

// --- helpers ---

/** Errors of a stream to the client, and of work that the application aborts because the client has left. */
const DISCONNECT_CODES: ReadonlySet<unknown> = new Set([
  'ECONNABORTED',
  'EPIPE',
  'ERR_CANCELED', // axios
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_UNABLE_TO_PIPE',
])

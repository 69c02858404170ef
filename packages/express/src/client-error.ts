import type { IncomingMessage } from 'node:http'

/**
 * Returns whether the client caused the error: its message is meant for the client, as with `http-errors`, `body-parser` and
 * `express.static`; Express could not decode the path; or the client disconnected while it was sending the request.
 */
export function isClientError(error: unknown, request: IncomingMessage): boolean {
  if (request.destroyed && !request.complete) return true
  const { name, expose } = Object(error)
  const status = statusOf(error) ?? 500
  return status < 500 && (expose === true || name === 'URIError')
}

/** Returns the status that Express responds with if no error handler decides otherwise, from 400 to 599. */
export function statusOf(error: unknown): number | undefined {
  const { status, statusCode } = Object(error)
  return [status, statusCode].find((code) => Number.isInteger(code) && code >= 400 && code < 600)
}

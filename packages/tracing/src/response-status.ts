import type { ServerResponse } from 'node:http'

/** The status of a request whose client disconnected before the response was complete. */
export const CLIENT_CLOSED_REQUEST = 499

/** Returns the status for the request's row: 499 if the client disconnected before the response was complete. */
export function answerStatus(response: ServerResponse): number {
  return response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST
}

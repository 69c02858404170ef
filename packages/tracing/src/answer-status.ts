import type { ServerResponse } from 'node:http'

/** What an answer that was never finished is counted as: the client has gone. */
export const CLIENT_CLOSED_REQUEST = 499

/** The status that a request has come to, in its row and wherever else it is told. */
export function answerStatus(response: ServerResponse): number {
  return response.writableFinished ? response.statusCode : CLIENT_CLOSED_REQUEST
}

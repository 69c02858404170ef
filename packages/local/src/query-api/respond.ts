import type { Context } from 'hono'
import type { LocalEnv } from '../safety'
import type { Answer } from './answer'
import { bodyTooLarge, invalidRequest } from './api-error'
import { readBody } from './read-body'

export const JSON_TYPE = 'application/json; charset=utf-8'

export function respond(c: Context<LocalEnv>, { status, json }: Answer): Response {
  c.set('responseBytes', json.length)
  return c.body(json, status, { 'content-type': JSON_TYPE })
}

/** Responds to a request with a body of JSON. */
export async function respondTo(
  c: Context<LocalEnv>,
  maxBytes: number,
  answer: (body: unknown) => Promise<Answer>,
  answerInvalid: (message: string) => Answer = invalidRequest,
): Promise<Response> {
  const body = await readBody(c.req.raw, maxBytes)
  switch (body.kind) {
    case 'json':
      return respond(c, await answer(body.value))
    case 'invalid':
      return respond(c, answerInvalid(body.message))
    case 'too-large':
      // The rest of the body has not been read, so the connection cannot carry another request.
      c.header('connection', 'close')
      return respond(c, bodyTooLarge(maxBytes))
  }
}

import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { LocalEnv } from '../safety'
import type { Answer } from './answer'
import { bodyTooLarge } from './api-error'

export function respond(c: Context<LocalEnv>, { status, json }: Answer): Response {
  return c.body(json, status, { 'content-type': JSON_TYPE })
}

export const JSON_TYPE = 'application/json; charset=utf-8'

/** Rejects bodies that are larger. */
export function limitedBody(maxBytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: maxBytes,
    onError: (c) => {
      // The rest of the body has not been read, so the connection cannot carry another request.
      c.header('connection', 'close')
      return respond(c as Context<LocalEnv>, bodyTooLarge(maxBytes))
    },
  })
}

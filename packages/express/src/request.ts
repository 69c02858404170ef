import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request, as Express 4 and 5 hand it to middleware; without Express, one of `node:http`. */
export type ExpressRequest = IncomingMessage & {
  readonly app?: object
  readonly route?: unknown
  readonly baseUrl?: string
  readonly originalUrl?: string
  readonly ip?: string | undefined
}

export type Next = (error?: unknown) => void

/** Fits what Express of both versions, and their types, ask of middleware. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => void

export type ErrorMiddleware = (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next) => void

import type { IncomingMessage, ServerResponse } from 'node:http'

/** The request that Express 4 and 5 pass to middleware. Without Express, a request of `node:http`. */
export type ExpressRequest = IncomingMessage & { readonly ip?: string | undefined }

export type Next = (error?: unknown) => void

/** Compatible with Express 4 and 5 and their types. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => void

export type ErrorMiddleware = (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next) => void

import type { IncomingMessage, ServerResponse } from 'node:http'

export type Next = (error?: unknown) => void

/** Compatible with Express 4 and 5 and their types. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => void

export type ErrorMiddleware = (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next) => void

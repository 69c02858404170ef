import type { Attributes } from '@opentelemetry/api'
import { textOf } from './attribute'

/** `GET /orders/:id`, never with what the client has made of the path; the span's own name where it is no HTTP. */
export function requestName(spanName: string, attributes: Readonly<Attributes>): string {
  const method = textOf(attributes, 'http.request.method', 'http.method')
  const route = textOf(attributes, 'http.route')
  return method === undefined || route === undefined ? spanName : `${method} ${route}`
}

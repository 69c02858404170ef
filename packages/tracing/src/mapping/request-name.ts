import { type AttributeReader, firstString, type ReadAttributes } from './attribute'

/** Returns the method and the route, such as `GET /orders/:id`, or the span's name if either is missing. */
export function requestName(spanName: string, attributes: ReadAttributes): string {
  const method = firstString(attributes, ...METHOD)
  const route = firstString(attributes, 'http.route')
  return method === undefined || route === undefined ? spanName : `${method} ${route}`
}

/** Marks the method and the route as used, because the row's name contains them. */
export function markNameUsed(read: AttributeReader, name: string): void {
  const end = name.indexOf(' ')
  read.markUsed(end === -1 ? name : name.slice(0, end), ...METHOD)
  if (end !== -1) read.markUsed(name.slice(end + 1), 'http.route')
}

/** The attribute's current name and its older one. */
export const METHOD = ['http.request.method', 'http.method'] as const

import { type AttributeReader, type ReadAttributes, textOf } from './attribute'

/** `GET /orders/:id`, never with what the client has made of the path; the span's own name where it is no HTTP. */
export function requestName(spanName: string, attributes: ReadAttributes): string {
  const method = textOf(attributes, ...METHOD)
  const route = textOf(attributes, 'http.route')
  return method === undefined || route === undefined ? spanName : `${method} ${route}`
}

/** The row has this name, and so what it is made of. */
export function placeName(read: AttributeReader, name: string): void {
  const end = name.indexOf(' ')
  read.place(end === -1 ? name : name.slice(0, end), ...METHOD)
  if (end !== -1) read.place(name.slice(end + 1), 'http.route')
}

/** In its new name and its old one. */
export const METHOD = ['http.request.method', 'http.method'] as const

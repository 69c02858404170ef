import { type AttributeReader, firstString, type ReadAttributes } from './attribute'

/**
 * Returns the method and the route, such as `GET /orders/:id`. Returns the span's name if either is missing, or if the
 * application has renamed the span.
 */
export function requestName(spanName: string, attributes: ReadAttributes): string {
  const method = firstString(attributes, ...METHOD)
  const route = firstString(attributes, ROUTE)
  if (method === undefined || route === undefined) return spanName
  const name = `${method} ${route}`
  return isGenerated(spanName, method) && !spanName.startsWith(`${name} `) ? name : spanName
}

/** Marks the method and the route as used, because the row's name contains them. */
export function markNameUsed(read: AttributeReader, name: string): void {
  const end = name.indexOf(' ')
  read.markUsed(end === -1 ? name : name.slice(0, end), ...METHOD)
  if (end !== -1) read.markUsed(name.slice(end + 1), ROUTE)
}

/** The attribute's current name and its older one. */
export const METHOD = ['http.request.method', 'http.method'] as const

export const ROUTE = 'http.route'

// --- helpers ---

/** Returns whether instrumentation made the name: `GET`, `HTTP GET`, `HTTP` for an unknown method, or the method or path. */
function isGenerated(spanName: string, method: string): boolean {
  return [method, `HTTP ${method}`, 'HTTP'].includes(spanName) || /^\//.test(spanName.replace(`${method} `, ''))
}

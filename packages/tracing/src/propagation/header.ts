import type { IncomingHttpHeaders } from 'node:http'
import type { TextMapGetter } from '@opentelemetry/api'

/** Reads the headers of a Node request. Their names are in lower case. */
export const nodeHeaders: TextMapGetter<IncomingHttpHeaders> = {
  get: (headers, name) => headers[name.toLowerCase()],
  keys: (headers) => Object.keys(headers),
}

/** Returns the value of a header, or undefined if there is none or more than one. */
export function headerOf(carrier: unknown, name: string, getter: TextMapGetter): string | undefined {
  const [first, second] = headersOf(carrier, name, getter)
  return second === undefined ? first : undefined
}

/** Returns all values of a header. The case of its name does not matter. */
export function headersOf(carrier: unknown, name: string, getter: TextMapGetter): readonly string[] {
  const key = getter.get(carrier, name) === undefined ? keyOf(carrier, name, getter) : name
  const value = key === undefined ? undefined : getter.get(carrier, key)
  return [value ?? []].flat().filter((item) => typeof item === 'string')
}

// --- helpers ---

/** Finds the header's key in a carrier whose names may be in any case, unlike Node's headers. */
function keyOf(carrier: unknown, name: string, getter: TextMapGetter): string | undefined {
  if (getter === nodeHeaders) return undefined
  return getter.keys(carrier).find((key) => key.length === name.length && key.toLowerCase() === name.toLowerCase())
}

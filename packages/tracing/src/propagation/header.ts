import type { IncomingHttpHeaders } from 'node:http'
import type { TextMapGetter } from '@opentelemetry/api'

/** Reads the headers of a request of Node, whose names are in small letters. */
export const nodeHeaders: TextMapGetter<IncomingHttpHeaders> = {
  get: (headers, name) => headers[name.toLowerCase()],
  keys: (headers) => Object.keys(headers),
}

/** The one value of a header. Undefined where there is none, or several that contradict each other. */
export function headerOf(carrier: unknown, name: string, getter: TextMapGetter): string | undefined {
  const [first, second] = headersOf(carrier, name, getter)
  return second === undefined ? first : undefined
}

/** All values of a header, whatever the case it is written in. */
export function headersOf(carrier: unknown, name: string, getter: TextMapGetter): readonly string[] {
  const key = getter.get(carrier, name) === undefined ? keyOf(carrier, name, getter) : name
  const value = key === undefined ? undefined : getter.get(carrier, key)
  return [value ?? []].flat().filter((one) => typeof one === 'string')
}

// --- helpers ---

/** Other carriers than Node's may have names in any case. */
function keyOf(carrier: unknown, name: string, getter: TextMapGetter): string | undefined {
  if (getter === nodeHeaders) return undefined
  return getter.keys(carrier).find((key) => key.length === name.length && key.toLowerCase() === name.toLowerCase())
}
